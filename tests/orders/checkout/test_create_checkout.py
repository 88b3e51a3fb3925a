"""A new cart is empty and has the known contact of its buyer."""

from orders.checkout.services.create_checkout import create_checkout
from tests.factories import make_user


def test_contact_is_filled_in_from_the_user(market) -> None:
    user = make_user(full_name="Phạm Thị Lan", email="lan@example.vn")

    checkout = create_checkout(user=user)

    assert (checkout.buyer_name, checkout.phone, checkout.email) == ("Phạm Thị Lan", user.phone, "lan@example.vn")
    assert checkout.consent_at is None
