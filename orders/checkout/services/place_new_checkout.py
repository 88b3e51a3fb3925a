"""A whole checkout in one transaction: created, deliveries chosen, placed, its payments started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import DomainError
from core.idempotency import find_answer, request_hash, run_once_within
from orders.checkout.contact import check_phone
from orders.checkout.fetch import SellerGroup, fetch_seller_groups
from orders.checkout.limits import Client, consume_placing, refund_phone
from orders.checkout.payment_requests import Start
from orders.checkout.policy import POLICY_VERSION
from orders.checkout.services.accept_policy import checked_consent
from orders.checkout.services.add_lines import merged
from orders.checkout.services.choose_options import put_options, seller_of_method
from orders.checkout.services.create_checkout import create_checkout, insert_checkout, new_checkout
from orders.checkout.services.place_order import Placed, Shown, place_groups, placed_before
from orders.models import Checkout
from shipping.quotes.queries import QuoteSource
from shipping.quotes.services.quote_parcels import run_with_quotes


@dataclass(frozen=True)
class Payment:
    """How a new checkout is placed and paid."""

    method: str  # PaymentMethod
    idempotency_key: str  # one a press of the button
    start: Start
    client: Client
    expected_total: int | None = None  # đồng that the buyer saw; None is not checked


@dataclass(frozen=True)
class NewCheckout:
    """What a buyer asks for at once: the arguments of `create_checkout`, and the deliveries."""

    user: User | None
    lines: Sequence[tuple[int, int]]  # (variant id, quantity)
    address: Mapping[str, Any] | None = None  # the arguments of `set_address`
    email: str = ""
    method_ids: Sequence[int] = field(default=())  # the method says which seller's goods; others keep the default


@dataclass(frozen=True)
class Created:
    """The checkout, and its orders if it was placed."""

    checkout_id: UUID
    placed: Placed | None
    is_repeated: bool = False  # an earlier call with the same key has created it


def place_new_checkout(new: NewCheckout, payment: Payment | None) -> Created:
    """Create a checkout with its deliveries; with `payment` place it and start its payments. All of it or nothing.

    Only the attempt to place is counted in any case, so this must not run inside a transaction. The same key and
    request again return the checkout that was placed; `placed.started` is empty then. Placing says that the buyer
    agreed to the terms in force.

    Raises as `create_checkout`, `choose_payment`, `place_order` and the provider; NotFound (delivery_method_ids) for a
    method that reaches none of the goods; IDEMPOTENCY_MISMATCH where the key was used for another request.
    """
    if payment is None and not new.method_ids:
        checkout = create_checkout(user=new.user, lines=new.lines, address=new.address, email=new.email)
        return Created(checkout.pk, None)
    if payment is None:
        return run_with_quotes(lambda quote: _create(new, quote))
    scope, digest = f"orders.place_new_checkout:{new.user.pk if new.user else ''}", _digest(new, payment)
    answer = find_answer(scope, payment.idempotency_key, digest)
    return _count_and_place(new, payment, scope, digest) if answer is None else _created_before(answer)


def _count_and_place(new: NewCheckout, payment: Payment, scope: str, digest: str) -> Created:
    phone = check_phone(new.address["phone"]) if new.address and new.user is None else ""
    consume_placing(payment.client, phone, proven=new.user is not None)
    try:
        return run_with_quotes(lambda quote: _place_once(new, payment, scope, digest, quote))
    except DomainError:
        refund_phone(phone)
        raise


def _create(new: NewCheckout, quote: QuoteSource) -> Created:
    with transaction.atomic():
        checkout, _groups = _put(new, new_checkout(new.user), quote)
        return Created(checkout.pk, None)


def _place_once(new: NewCheckout, payment: Payment, scope: str, digest: str, quote: QuoteSource) -> Created:
    created: list[Created] = []

    def place() -> dict[str, Any]:
        created.append(_place(new, payment, quote))
        return {"checkout": str(created[0].checkout_id)}

    with transaction.atomic():
        answer = run_once_within(scope, payment.idempotency_key, digest, place)
        return created[0] if created else _created_before(answer)


def _place(new: NewCheckout, payment: Payment, quote: QuoteSource) -> Created:
    checkout = new_checkout(new.user)
    checkout.payment_method = payment.method
    for name, value in checked_consent(POLICY_VERSION).items():
        setattr(checkout, name, value)
    checkout, groups = _put(new, checkout, quote, payment.method)
    placed = place_groups(checkout, groups, Shown(payment.expected_total, None), payment.client, payment.start)
    if placed.refusal:
        raise placed.refusal
    return Created(checkout.pk, placed)


def _put(
    new: NewCheckout, checkout: Checkout, quote: QuoteSource, payment_method: str | None = None
) -> tuple[Checkout, Sequence[SellerGroup]]:
    """Store the checkout with its lines and deliveries. Returns its seller groups."""
    insert_checkout(checkout, merged(new.lines), new.address, new.email)
    groups = fetch_seller_groups(checkout, quote)
    deliveries = {seller_of_method(method_id, groups, "delivery_method_ids"): method_id for method_id in new.method_ids}
    options = put_options(checkout, deliveries, payment_method, groups)
    for refusal in options.every():
        raise refusal
    return checkout, options.groups


def _created_before(answer: Any) -> Created:
    checkout_id = UUID(answer["checkout"])
    return Created(checkout_id, placed_before(checkout_id), is_repeated=True)


def _digest(new: NewCheckout, payment: Payment) -> str:
    return request_hash(
        new.user.pk if new.user else None,
        [list(line) for line in new.lines],
        dict(new.address or {}),
        new.email,
        list(new.method_ids),
        payment.method,
        payment.expected_total,
    )
