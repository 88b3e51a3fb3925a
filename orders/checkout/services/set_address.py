"""Set the delivery address."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.cleaning import clean_line
from core.errors import DomainError
from orders.checkout.contact import check_name, check_phone
from orders.locks import lock_open_checkout
from orders.models import Checkout
from places.models import Address
from places.services.create_address import create_address

ADDRESS_COLUMNS = ("shipping_address", "buyer_name", "phone")


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
    received = checked_receiver(name=name, phone=phone, street=street, unit_id=unit_id, old_unit_id=old_unit_id)
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        address = put_address(checkout, received)
        checkout.save(update_fields=[*ADDRESS_COLUMNS, "updated_at"])
        return address


@dataclass(frozen=True)
class Receiver:
    """Who receives the goods, and where; checked but for the commune."""

    name: str
    phone: str
    street: str
    unit_id: int
    old_unit_id: int | None


def checked_receiver(*, name: str, phone: str, street: str, unit_id: int, old_unit_id: int | None = None) -> Receiver:
    """Raises DomainError with the field to correct."""
    receiver, number, cleaned = check_name(name, "name"), check_phone(phone), clean_line(street)
    if not cleaned:
        raise DomainError(_("Vui lòng ghi số nhà, tên đường hoặc tên ấp."), code="REQUIRED", field="street")
    return Receiver(receiver, number, cleaned, unit_id, old_unit_id)


def put_address(checkout: Checkout, received: Receiver) -> Address:
    """Write the address and set it on the checkout, which the caller has locked and saves. Raises DomainError."""
    address = create_address(**asdict(received))
    checkout.shipping_address = address
    checkout.buyer_name = checkout.buyer_name or received.name
    checkout.phone = checkout.phone or received.phone
    return address
