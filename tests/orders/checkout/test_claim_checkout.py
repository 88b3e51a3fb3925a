"""A guest's cart is assigned to the signed-in buyer, once, while it is open."""

import pytest

from core.errors import DomainError
from orders.checkout.services.claim_checkout import claim_checkout
from orders.models import Checkout
from tests.factories import make_user
from tests.orders.helpers import cart, lines, place, ready_cart

pytestmark = pytest.mark.django_db


def test_claimed_cart_keeps_lines_and_clears_contact_data(market):
    buyer, checkout_id = make_user(full_name="Lê Văn Bình", phone="0987654321"), ready_cart([(market.mango, 1)])
    claim_checkout(checkout_id=checkout_id, user=buyer)
    checkout = Checkout.objects.get()
    assert (checkout.user, lines(checkout_id)) == (buyer, {market.mango.pk: 1})
    assert (checkout.buyer_name, checkout.phone, checkout.email) == ("Lê Văn Bình", "0987654321", buyer.email or "")
    assert (checkout.shipping_address, checkout.payment_method, checkout.consent_at) == (None, "", None)


def test_cart_of_another_user_is_not_claimed(market):
    owner = make_user()
    checkout_id = cart([(market.mango, 1)], user=owner)
    claim_checkout(checkout_id=checkout_id, user=make_user())
    assert Checkout.objects.get().user == owner


def test_placed_checkout_cannot_be_claimed(market):
    checkout_id = ready_cart([(market.mango, 1)])
    place(checkout_id)
    with pytest.raises(DomainError) as refused:
        claim_checkout(checkout_id=checkout_id, user=make_user())
    assert refused.value.code == "CHECKOUT_PLACED"
    assert Checkout.objects.get().user is None
