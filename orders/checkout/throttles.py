"""Throttling of cart changes and placings by unknown clients. Refused requests are counted, too."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from core import throttle
from core.addresses import network
from core.errors import DomainError
from core.logs.security import Event, record_event
from orders.checkout.limits import CART_CHANGES, PLACINGS, WHAT_TO_DO, Limit, Scope


@dataclass(frozen=True)
class Client:
    """The client of a request. Only `user_id` is verified; the rest can be chosen by the client."""

    ip: str
    user_id: int | None = None
    browser: str = ""  # an opaque name of the browser, where it has one
    opened_orders: tuple[str, ...] = ()  # codes of orders that this browser placed, or opened by code and phone


def consume_cart_change(client: Client) -> None:
    """Count one change of a cart. Raises DomainError TOO_MANY_REQUESTS. Not inside a transaction that may be rolled
    back.
    """
    _consume("cart", CART_CHANGES, _keys(client))


def consume_placing(client: Client, phone: str, *, proven: bool) -> None:
    """Count one attempt to place orders; `phone` (national digits) only if it is unproven. Raises likewise.

    An attempt of a phone that places nothing is not counted: `refund_phone`.
    """
    keys = _keys(client)
    if phone and not proven:
        keys[Scope.PHONE] = phone
    _consume("place", PLACINGS, keys)


def refund_phone(phone: str) -> None:
    """The attempt placed nothing, so it does not use up the limit of the phone's owner."""
    if phone:
        throttle.refund_token(_key("place", Scope.PHONE, phone))


def _keys(client: Client) -> dict[Scope, str]:
    keys = {Scope.NETWORK: network(client.ip), Scope.ALL: ""}
    if client.user_id is not None:
        keys[Scope.BROWSER] = f"user:{client.user_id}"
    elif client.browser:
        keys[Scope.BROWSER] = client.browser
    return keys


def _consume(what: str, limits: Mapping[Scope, Limit], keys: Mapping[Scope, str]) -> None:
    for scope, limit in limits.items():
        if scope not in keys or not limit.most:
            continue
        if throttle.count(_key(what, scope, keys[scope]), limit.window) > limit.most:
            record_event(Event.LIMIT_REACHED, limit=f"{what}:{scope}")
            raise DomainError(f"{limit.refusal} {WHAT_TO_DO}", code="TOO_MANY_REQUESTS")


def _key(what: str, scope: Scope, name: str) -> str:
    """The table holds no phone and no IP address: keys are hashed."""
    return f"{what}:{scope}:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
