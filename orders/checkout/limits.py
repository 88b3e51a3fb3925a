"""The limits for buyers who are not verified yet, and the count of their attempts. The numbers are settings
(docs/operating.md).

Network, browser and phone are easy to change, so none of them is trusted alone. `ALL` limits all buyers together.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import throttle
from core.addresses import network
from core.errors import TooManyTries
from core.logs.security import Event, record_event


class Scope(StrEnum):
    """The scope in which attempts are counted."""

    NETWORK = "network"  # an IPv4 address, or a /64 of IPv6
    BROWSER = "browser"  # a browser, or a signed-in person
    PHONE = "phone"  # as it was typed
    ALL = "all"


@dataclass(frozen=True)
class Client:
    """The client of a request. Only `user_id` is verified; the rest can be chosen by the client."""

    ip: str
    user_id: int | None = None
    browser: str = ""  # an opaque name of the browser, where it has one
    opened_orders: tuple[str, ...] = ()  # codes of orders that this browser placed, or opened by code and phone


@dataclass(frozen=True)
class Limit:
    """At most `settings.ORDER_LIMITS[setting]` attempts in `window`; 0 means no limit."""

    setting: str
    refusal: str | Promise
    window: timedelta = timedelta(hours=1)

    @property
    def most(self) -> int:
        return settings.ORDER_LIMITS[self.setting]


WHAT_TO_DO = _("Vui lòng chờ rồi thử lại, hoặc gọi thẳng người bán; số điện thoại ở trang của họ.")

CART_CHANGES = {
    Scope.NETWORK: Limit("cart_changes_per_network", _("Mạng bạn đang dùng đổi giỏ hàng quá nhiều lần trong một giờ.")),
    Scope.BROWSER: Limit("cart_changes_per_browser", _("Bạn đổi giỏ hàng quá nhiều lần trong một giờ.")),
    Scope.ALL: Limit("cart_changes_in_all", _("Chợ đang quá đông người mua.")),
}
PLACINGS = {
    Scope.NETWORK: Limit("placings_per_network", _("Mạng bạn đang dùng đã đặt quá nhiều đơn trong một giờ.")),
    Scope.BROWSER: Limit("placings_per_browser", _("Bạn đã đặt quá nhiều đơn trong một giờ.")),
    Scope.PHONE: Limit("placings_per_phone", _("Số điện thoại này đã đặt quá nhiều đơn trong một giờ.")),
    Scope.ALL: Limit("placings_in_all", _("Chợ đang quá đông người mua.")),
}
CART_KEPT = timedelta(days=30)  # since it was last changed


def unproven_orders() -> int:
    """How many open, unproven cash orders one phone may have; 0 means no limit."""
    return settings.ORDER_LIMITS["unproven_orders_per_phone"]


def unproven_share(on_hand: int) -> int:
    """How much of a variant all unproven cash orders together may reserve: a share of the stock, at least one pack."""
    return max(1, on_hand * settings.ORDER_LIMITS["unproven_stock_percent"] // 100)


def unproven_hold_time() -> timedelta:
    """How long an unproven cash order reserves its goods."""
    return timedelta(hours=settings.ORDER_LIMITS["unproven_hours"])


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
    counted = [(scope, limit) for scope, limit in limits.items() if scope in keys and limit.most]
    exceeded = throttle.first_exceeded(
        [throttle.Bound(_key(what, scope, keys[scope]), limit.most, limit.window) for scope, limit in counted]
    )
    if exceeded is not None:
        scope, limit = counted[exceeded.place]
        record_event(Event.LIMIT_REACHED, limit=f"{what}:{scope}")
        raise TooManyTries(
            f"{limit.refusal} {WHAT_TO_DO}", is_first=exceeded.is_first, retry_after=exceeded.retry_after
        )


def _key(what: str, scope: Scope, name: str) -> str:
    """The table holds no phone and no IP address: keys are hashed."""
    return f"{what}:{scope}:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
