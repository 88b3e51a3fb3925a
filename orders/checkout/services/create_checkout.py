"""Create a cart."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core.rows import insert_together
from orders.checkout.services.add_lines import check_lines, merged
from orders.checkout.services.set_address import checked_receiver, put_address
from orders.checkout.services.set_contact import checked_contact
from orders.models import Checkout, CheckoutLine


def create_checkout(
    *,
    user: User | None = None,
    lines: Iterable[tuple[int, int]] = (),
    address: Mapping[str, Any] | None = None,
    email: str = "",
) -> Checkout:
    """A checkout of a user (with their name and ways to reach them) or of a guest, in one transaction.

    `lines` are (variant id, quantity) pairs, `address` the arguments of `set_address`; with `email` its receiver
    becomes the buyer. Raises as `add_lines`, `set_address` and `set_contact`, and nothing is stored then.
    """
    checkout, quantities = new_checkout(user), merged(lines)
    with transaction.atomic():
        insert_checkout(checkout, quantities, address, email)
    return checkout


def new_checkout(user: User | None) -> Checkout:
    """An empty checkout, not stored yet."""
    if user is None:
        return Checkout()
    return Checkout(user=user, buyer_name=user.full_name, phone=user.phone or "", email=user.email or "")


def insert_checkout(
    checkout: Checkout, quantities: Mapping[int, int], address: Mapping[str, Any] | None, email: str
) -> None:
    """Store a new checkout with {variant id: quantity}, as `create_checkout`, in the caller's transaction."""
    variants = check_lines(quantities)[0] if quantities else {}
    if address:
        put_address(checkout, checked_receiver(**address))
        if email:
            contact = checked_contact(buyer_name=address["name"], phone=address["phone"], email=email, note="")
            for name, value in contact.items():
                setattr(checkout, name, value)
    lines = [
        CheckoutLine(checkout=checkout, variant_id=pk, quantity=quantity, price_seen=variants[pk].price)
        for pk, quantity in quantities.items()
    ]
    insert_together([checkout], lines)
