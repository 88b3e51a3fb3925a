"""A guest's cart becomes a signed-in buyer's, once, and only while it is open."""

import pytest

from core.errors import DomainError
from orders.models import Checkout
from orders.services.claim_checkout import claim_checkout
from tests.factories import make_user
from tests.orders.helpers import cart, place, ready_cart

pytestmark = pytest.mark.django_db


def test_the_orders_will_be_the_buyers(market):
    buyer, checkout_id = make_user(), ready_cart([(market.mango, 1)])
    claim_checkout(checkout_id=checkout_id, user=buyer)
    assert [order.user for order in place(checkout_id).orders] == [buyer]


def test_somebodys_own_stays_theirs(market):
    owner = make_user()
    checkout_id = cart([(market.mango, 1)], user=owner)
    claim_checkout(checkout_id=checkout_id, user=make_user())
    assert Checkout.objects.get().user == owner


def test_what_is_placed_is_nobodys_to_take(market):
    checkout_id = ready_cart([(market.mango, 1)])
    place(checkout_id)
    with pytest.raises(DomainError) as refused:
        claim_checkout(checkout_id=checkout_id, user=make_user())
    assert refused.value.code == "CHECKOUT_PLACED"
    assert Checkout.objects.get().user is None
