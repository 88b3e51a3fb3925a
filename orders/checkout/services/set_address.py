"""Set the delivery address."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.cleaning import clean_line
from core.errors import DomainError
from core.rows import Batch
from orders.checkout.contact import check_name, check_phone
from orders.locks import lock_open_checkout
from orders.models import Checkout
from places.models import Address, Unit
from places.services.create_address import new_address

ADDRESS_COLUMNS = ("shipping_address", "buyer_name", "phone")


def set_address(
    *,
    checkout_id: UUID | str,
    name: str,
    phone: str,
    street: str,
    unit_id: int,
    old_unit_id: int | None = None,
    commune: Unit | None = None,
) -> Address:
    """Store the delivery address: name, phone, street, current commune, and the former commune if the buyer named it.

    `commune` is the unit where the caller has just read it as one of today's.
    If the checkout has no contact data, the receiver becomes the buyer. Raises DomainError with the field to correct,
    CHECKOUT_PLACED, or NotFound.
    """
    received = checked_receiver(
        name=name, phone=phone, street=street, unit_id=unit_id, old_unit_id=old_unit_id, commune=commune
    )
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        batch = Batch()
        address = put_address(checkout, received, batch)
        batch.update(checkout, *ADDRESS_COLUMNS, "updated_at")
        batch.write()
        return address


@dataclass(frozen=True)
class Receiver:
    """Who receives the goods, and where; checked but for the commune."""

    name: str
    phone: str
    street: str
    unit_id: int
    old_unit_id: int | None
    commune: Unit | None  # where the caller has just read it as one of today's


def checked_receiver(
    *,
    name: str,
    phone: str,
    street: str,
    unit_id: int,
    old_unit_id: int | None = None,
    commune: Unit | None = None,
) -> Receiver:
    """Raises DomainError with the field to correct."""
    receiver, number, cleaned = check_name(name, "name"), check_phone(phone), clean_line(street)
    if not cleaned:
        raise DomainError(_("Vui lòng ghi số nhà, tên đường hoặc tên ấp."), code="REQUIRED", field="street")
    return Receiver(receiver, number, cleaned, unit_id, old_unit_id, commune)


def put_address(checkout: Checkout, received: Receiver, batch: Batch) -> Address:
    """Write the address by the batch, and set it on the checkout, which the caller has locked and stores by the same.

    Raises DomainError.
    """
    address = new_address(**vars(received))
    batch.insert([address])
    checkout.shipping_address = address
    checkout.buyer_name = checkout.buyer_name or received.name
    checkout.phone = checkout.phone or received.phone
    return address
