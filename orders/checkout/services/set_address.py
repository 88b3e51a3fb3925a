"""Set the delivery address."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.cleaning import clean_line
from core.errors import DomainError
from orders.checkout.contact import check_name, check_phone
from orders.locks import lock_open_checkout
from places.models import Address
from places.services.create_address import create_address


def set_address(
    *,
    checkout_id: UUID | str,
    name: str,
    phone: str,
    street: str,
    unit_id: int,
    old_unit_id: int | None = None,
) -> Address:
    """Store the delivery address: name, phone, street, current commune, and the former commune if the buyer named it.

    If the checkout has no contact data, the receiver becomes the buyer. Raises DomainError with the field to correct,
    CHECKOUT_PLACED, or NotFound.
    """
    receiver = check_name(name, "name")
    number = check_phone(phone)
    street = clean_line(street)
    if not street:
        raise DomainError(_("Vui lòng ghi số nhà, tên đường hoặc tên ấp."), code="REQUIRED", field="street")
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        address = create_address(name=receiver, phone=number, street=street, unit_id=unit_id, old_unit_id=old_unit_id)
        checkout.shipping_address = address
        checkout.buyer_name = checkout.buyer_name or receiver
        checkout.phone = checkout.phone or number
        checkout.save(update_fields=["shipping_address", "buyer_name", "phone", "updated_at"])
        return address
