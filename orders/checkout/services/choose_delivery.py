"""Choose how one seller's goods travel."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotFound
from orders.checkout.fetch import fetch_seller_groups
from orders.locks import lock_open_checkout
from orders.models import CheckoutDelivery


def choose_delivery(*, checkout_id: UUID | str, seller_id: int, method_id: int) -> None:
    """Keep the buyer's choice for a seller of the checkout.

    Raises DomainError DELIVERY_METHOD_NOT_APPLICABLE where the method does not reach the address, CHECKOUT_PLACED, or
    NotFound where the checkout has nothing of this seller.
    """
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        parcels = next((p for p in fetch_seller_groups(checkout) if p.seller_id == seller_id), None)
        if parcels is None:
            raise NotFound(_("Giỏ không có hàng của người bán này."), field="seller_id")
        if all(quote.method_id != method_id for quote in parcels.quotes):
            raise DomainError(
                _("Cách nhận hàng này không dùng được cho địa chỉ của bạn."),
                code="DELIVERY_METHOD_NOT_APPLICABLE",
                field="delivery_method",
            )
        CheckoutDelivery.objects.update_or_create(
            checkout=checkout, seller_id=seller_id, defaults={"method_id": method_id}
        )
        checkout.save(update_fields=["updated_at"])
