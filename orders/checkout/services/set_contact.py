"""Set the buyer's contact data."""

from uuid import UUID

from django.db import transaction

from orders.checkout.contact import check_email, check_name, check_note, check_phone
from orders.locks import lock_open_checkout


def set_contact(*, checkout_id: UUID | str, buyer_name: str, phone: str, email: str = "", note: str = "") -> None:
    """Store the buyer's name, phone (any spelling), e-mail (may be empty) and a note to the sellers (≤ 300 characters).

    Raises DomainError with the field to correct, CHECKOUT_PLACED, or NotFound.
    """
    checked = checked_contact(buyer_name=buyer_name, phone=phone, email=email, note=note)
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        for name, value in checked.items():
            setattr(checkout, name, value)
        checkout.save(update_fields=[*checked, "updated_at"])


def checked_contact(*, buyer_name: str, phone: str, email: str, note: str) -> dict[str, str]:
    """The columns of a checkout with this contact. Raises DomainError with the field to correct."""
    return {
        "buyer_name": check_name(buyer_name),
        "phone": check_phone(phone),
        "email": check_email(email),
        "note": check_note(note),
    }
