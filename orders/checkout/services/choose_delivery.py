"""Choose the delivery of one seller's goods."""

from collections.abc import Sequence
from uuid import UUID

from orders.checkout.fetch import SellerGroup
from orders.checkout.services.choose_options import choose_options


def choose_delivery(
    *, checkout_id: UUID | str, seller_id: int, method_id: int, groups: Sequence[SellerGroup] | None = None
) -> Sequence[SellerGroup]:
    """Store the buyer's choice for one seller of the checkout. Returns the seller groups with it.

    `groups` are the seller groups where this request has read them.
    Raises DomainError DELIVERY_METHOD_NOT_APPLICABLE if the method does not reach the address, CHECKOUT_PLACED, or
    NotFound if the checkout has no goods of this seller.
    """
    refusals = choose_options(
        checkout_id=checkout_id, deliveries={seller_id: method_id}, payment_method=None, groups=groups
    )
    if seller_id in refusals.deliveries:
        raise refusals.deliveries[seller_id]
    return refusals.groups
