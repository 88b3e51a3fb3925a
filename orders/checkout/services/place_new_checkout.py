"""A whole checkout in one transaction: created, deliveries chosen, placed, its payments started."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import transaction

from accounts.models import User
from catalog.locks import lock_to_sell
from catalog.models import Variant
from core.errors import DomainError
from core.idempotency import answered, claim, find_answer, request_hash
from core.rows import Batch
from orders.checkout.contact import check_phone
from orders.checkout.fetch import SellerGroup, fetch_seller_groups
from orders.checkout.limits import Client, consume_placing, refund_phone
from orders.checkout.payment_requests import Start
from orders.checkout.placing import Choice, Placed, Placing, Shown, place_groups
from orders.checkout.policy import POLICY_VERSION
from orders.checkout.services.add_lines import check_lines, merged
from orders.checkout.services.choose_options import put_options, seller_of_method, store_deliveries
from orders.checkout.services.create_checkout import create_checkout, insert_checkout, new_checkout
from orders.checkout.services.place_order import placed_before, with_new_codes
from orders.checkout.services.set_address import Receiver, checked_receiver
from orders.models import Checkout
from places.models import Unit
from shipping.carriers import Parcel
from shipping.quotes.queries import Quote
from shipping.quotes.services.quote_parcels import quote_parcels


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
    commune: Unit | None = None  # of the address, where the caller has just read it as one of today's
    email: str = ""
    method_ids: Sequence[int] = field(default=())  # the method says which seller's goods; others keep the default


@dataclass(frozen=True)
class Created:
    """The checkout, and its orders if it was placed."""

    checkout: Checkout
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
        return Created(create_checkout(user=new.user, lines=new.lines, receiver=_receiver(new), email=new.email), None)
    if payment is None:
        return _create(new, _Prepared.of(new))
    scope, digest = f"orders.place_new_checkout:{new.user.pk if new.user else ''}", _digest(new, payment)
    answer = find_answer(scope, payment.idempotency_key, digest)
    return _count_and_place(new, payment, scope, digest) if answer is None else _created_before(answer)


def _count_and_place(new: NewCheckout, payment: Payment, scope: str, digest: str) -> Created:
    phone = check_phone(new.address["phone"]) if new.address and new.user is None else ""
    consume_placing(payment.client, phone, proven=new.user is not None)
    try:
        prepared = _Prepared.of(new)
        return with_new_codes(lambda: _place_once(new, payment, scope, digest, prepared))
    except DomainError:
        refund_phone(phone)
        raise


@dataclass(frozen=True)
class _Prepared:
    """What is checked before the transaction, and the quotes: no carrier is asked inside of it."""

    quantities: Mapping[int, int]
    variants: Mapping[int, Variant]
    receiver: Receiver | None
    quotes: Mapping[int, list[Quote]]  # by seller

    @classmethod
    def of(cls, new: NewCheckout) -> Self:
        quantities = merged(new.lines)
        variants = check_lines(quantities)[0] if quantities else {}
        receiver = _receiver(new)
        weights: dict[int, int] = defaultdict(int)
        days: dict[int, int] = defaultdict(int)
        for pk, quantity in quantities.items():
            product = variants[pk].product
            weights[product.seller_id] += variants[pk].weight_g * quantity
            days[product.seller_id] = max(days[product.seller_id], product.days_to_ship)
        parcels = [Parcel(seller, weights[seller], days[seller]) for seller in sorted(weights)]
        quotes = quote_parcels(parcels=parcels, unit_id=receiver.unit_id if receiver else None)
        return cls(quantities, variants, receiver, quotes)

    def source(self, *, parcels: Sequence[Parcel], unit_id: int | None) -> Mapping[int, list[Quote]]:
        """Those of the parcels: what was not stored when the groups were read, nothing reaches."""
        return {parcel.seller_id: self.quotes.get(parcel.seller_id, []) for parcel in parcels}


def _create(new: NewCheckout, prepared: _Prepared) -> Created:
    with transaction.atomic():
        checkout = new_checkout(new.user)
        _groups, deliveries = _put(new, checkout, prepared)
        batch = Batch()
        store_deliveries(checkout, deliveries, batch)
        batch.write()
        return Created(checkout, None)


def _place_once(new: NewCheckout, payment: Payment, scope: str, digest: str, prepared: _Prepared) -> Created:
    with transaction.atomic():
        answer = claim(scope, payment.idempotency_key, digest)
        if answer is not None:
            return _created_before(answer)
        checkout = new_checkout(new.user)
        groups, deliveries = _put(new, checkout, prepared)
        placed = place_groups(
            checkout,
            groups,
            Placing(
                Shown(payment.expected_total, None),
                payment.client,
                payment.start,
                Choice(payment.method, POLICY_VERSION, deliveries),
            ),
            lambda _orders: answered(scope, payment.idempotency_key, digest, {"checkout": str(checkout.pk)}),
        )
        if placed.refusal:
            raise placed.refusal
        return Created(checkout, placed)


def _put(new: NewCheckout, checkout: Checkout, prepared: _Prepared) -> tuple[Sequence[SellerGroup], Mapping[int, int]]:
    """Store the checkout with its lines. Returns its seller groups, and the chosen deliveries to be stored."""
    lock_to_sell(prepared.variants)  # before the lines refer to them: a reference held while waiting could deadlock
    insert_checkout(checkout, prepared.quantities, prepared.variants, prepared.receiver, new.email)
    groups = fetch_seller_groups(checkout, prepared.source)
    deliveries = {seller_of_method(method_id, groups, "delivery_method_ids"): method_id for method_id in new.method_ids}
    options = put_options(checkout, deliveries, None, groups)
    for refusal in options.every():
        raise refusal
    return options.groups, options.accepted


def _receiver(new: NewCheckout) -> Receiver | None:
    return checked_receiver(**new.address, commune=new.commune) if new.address else None


def _created_before(answer: Any) -> Created:
    checkout = Checkout.objects.get(pk=answer["checkout"])
    return Created(checkout, placed_before(checkout.pk), is_repeated=True)


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
