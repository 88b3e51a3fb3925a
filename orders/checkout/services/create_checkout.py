"""Create a cart."""

from collections.abc import Iterable, Mapping

from accounts.models import User
from catalog.models import Variant
from core.rows import Batch
from orders.checkout.services.add_lines import check_lines, merged
from orders.checkout.services.set_address import Receiver, put_address
from orders.checkout.services.set_contact import checked_contact
from orders.models import Checkout, CheckoutLine


def create_checkout(
    *,
    user: User | None = None,
    lines: Iterable[tuple[int, int]] = (),
    receiver: Receiver | None = None,
    email: str = "",
) -> Checkout:
    """A checkout of a user (with their name and ways to reach them) or of a guest, written in one statement.

    `lines` are (variant id, quantity) pairs; with `email` the receiver becomes the buyer. Raises as `add_lines`,
    `set_address` and `set_contact`, and nothing is stored then.
    """
    checkout, quantities = new_checkout(user), merged(lines)
    variants = check_lines(quantities)[0] if quantities else {}
    insert_checkout(checkout, quantities, variants, receiver, email)
    return checkout


def new_checkout(user: User | None) -> Checkout:
    """An empty checkout, not stored yet."""
    if user is None:
        return Checkout()
    return Checkout(user=user, buyer_name=user.full_name, phone=user.phone or "", email=user.email or "")


def insert_checkout(
    checkout: Checkout,
    quantities: Mapping[int, int],
    variants: Mapping[int, Variant],
    receiver: Receiver | None,
    email: str,
) -> None:
    """Store a new checkout with {variant id: quantity}, as `create_checkout`; the variants are checked."""
    batch = Batch()
    if receiver:
        put_address(checkout, receiver, batch)
        if email:
            contact = checked_contact(buyer_name=receiver.name, phone=receiver.phone, email=email, note="")
            for name, value in contact.items():
                setattr(checkout, name, value)
    lines = [
        CheckoutLine(checkout=checkout, variant_id=pk, quantity=quantity, price_seen=variants[pk].price)
        for pk, quantity in quantities.items()
    ]
    batch.insert([checkout], lines)
    batch.write()
