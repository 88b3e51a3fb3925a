"""Choose the delivery of each seller's goods and the payment method, with at most one read of the seller groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotFound
from core.rows import Batch
from orders.checkout.fetch import SellerGroup, fetch_seller_groups
from orders.checkout.payment_options import payment_option_refusal
from orders.locks import lock_open_checkout
from orders.models import Checkout, PaymentMethod
from shipping.quotes.queries import QuoteSource
from shipping.quotes.services.quote_parcels import run_with_quotes


@dataclass(frozen=True)
class Refusals:
    """What was not accepted. Everything else is stored."""

    deliveries: Mapping[int, DomainError]  # by seller
    payment: DomainError | None
    groups: Sequence[SellerGroup] = ()  # with the deliveries as they are chosen now
    accepted: Mapping[int, int] = field(default_factory=dict)  # the deliveries to store: {seller id: method id}

    def every(self) -> list[DomainError]:
        return [*self.deliveries.values(), *([self.payment] if self.payment else [])]


def choose_options(
    *,
    checkout_id: UUID | str,
    deliveries: Mapping[int, int],
    payment_method: str | None,
    groups: Sequence[SellerGroup] | None = None,
) -> Refusals:
    """Store the accepted choices: `deliveries` is {seller id: method id}; a payment method of None stays as it is.

    The payment method is checked against the deliveries as they are then. `groups` are the seller groups where this
    request has read them, quoted for the address; they are only checked here, and once more when the order is placed.
    Raises DomainError CHECKOUT_PLACED, or NotFound for the checkout.
    """
    return run_with_quotes(lambda quote: _choose_options(checkout_id, deliveries, payment_method, quote, groups))


def _choose_options(
    checkout_id: UUID | str,
    deliveries: Mapping[int, int],
    payment_method: str | None,
    quote: QuoteSource,
    groups: Sequence[SellerGroup] | None,
) -> Refusals:
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        read = fetch_seller_groups(checkout, quote) if groups is None else groups
        refusals = put_options(checkout, deliveries, payment_method, read)
        batch = Batch()
        store_deliveries(checkout, refusals.accepted, batch)
        batch.update(checkout, "payment_method", "updated_at")
        batch.write()
        return refusals


def put_options(
    checkout: Checkout, deliveries: Mapping[int, int], payment_method: str | None, groups: Sequence[SellerGroup]
) -> Refusals:
    """Check the deliveries, and set the payment method on the checkout. The caller has locked it and stores both."""
    known = {group.seller_id: group for group in groups}
    refused: dict[int, DomainError] = {}
    for seller_id, method_id in deliveries.items():
        refusal = delivery_refusal(known.get(seller_id), method_id)
        if refusal is not None:
            refused[seller_id] = refusal
        else:
            known[seller_id] = replace(known[seller_id], chosen_method_id=method_id)
    accepted = {seller_id: method_id for seller_id, method_id in deliveries.items() if seller_id not in refused}
    payment_refused = None
    if payment_method is not None:
        payment_refused = payment_refusal(payment_method, list(known.values()))
        if payment_refused is None:
            checkout.payment_method = payment_method
    return Refusals(refused, payment_refused, list(known.values()), accepted)


def store_deliveries(checkout: Checkout, deliveries: Mapping[int, int], batch: Batch) -> None:
    """Write the deliveries of a locked or new checkout by the batch."""
    if deliveries:
        batch.run(_STORE, [checkout.pk, list(deliveries), list(deliveries.values())])


_STORE = """
INSERT INTO orders_checkoutdelivery (checkout_id, seller_id, method_id)
SELECT %s::uuid, d.seller_id, d.method_id FROM unnest(%s::bigint[], %s::bigint[]) AS d (seller_id, method_id)
ON CONFLICT (checkout_id, seller_id) DO UPDATE SET method_id = excluded.method_id RETURNING id AS key
"""


def seller_of_method(method_id: int, groups: Sequence[SellerGroup], field: str) -> int:
    """The seller whose goods the method delivers. Raises NotFound (`field`) where it delivers none of them."""
    for group in groups:
        if any(quote.method_id == method_id for quote in group.quotes):
            return group.seller_id
    raise NotFound(_("Cách nhận hàng này không dùng được cho giỏ hàng này."), field=field)


def delivery_refusal(group: SellerGroup | None, method_id: int) -> DomainError | None:
    """Why a seller's goods cannot be delivered by this method: NOT_FOUND, or DELIVERY_METHOD_NOT_APPLICABLE."""
    if group is None:
        return NotFound(_("Giỏ không có hàng của người bán này."), field="seller_id")
    if all(quote.method_id != method_id for quote in group.quotes):
        return DomainError(
            _("Cách nhận hàng này không dùng được cho địa chỉ của bạn."),
            code="DELIVERY_METHOD_NOT_APPLICABLE",
            field="delivery_method",
        )
    return None


def payment_refusal(method: str, groups: list[SellerGroup]) -> DomainError | None:
    """Why the checkout cannot be paid by this method: PAYMENT_METHOD_NOT_SET, or PAYMENT_METHOD_NOT_APPLICABLE."""
    if method not in PaymentMethod.values:
        return DomainError(_("Vui lòng chọn cách thanh toán."), code="PAYMENT_METHOD_NOT_SET", field="payment_method")
    if refusal := payment_option_refusal(method, [group.recipient for group in groups]):
        return DomainError(refusal, code="PAYMENT_METHOD_NOT_APPLICABLE", field="payment_method")
    return None
