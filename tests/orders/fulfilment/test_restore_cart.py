"""Restoring unpaid orders to the cart: stock is released, their payments are cancelled."""

import pytest

from orders.fulfilment.services.restore_cart import restore_cart
from orders.models import Checkout, CheckoutDelivery
from payments import sdk
from tests.orders.helpers import (
    cart,
    ipn,
    lines,
    place,
    ready_cart,
    refused_transition,
    show_account,
    start,
    state,
    stock,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["vnpay", "vietqr"])
def placed(request, market):
    for seller in (market.cooperative, market.household):
        show_account(seller)
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)], method=request.param)
    placed = place(checkout_id)
    start(checkout_id)
    return placed


def test_new_cart_has_the_lines_and_the_input(placed, market):
    first = placed.orders[0]
    cart_id = restore_cart(order_id=first.pk, cart_id=None)
    assert lines(cart_id) == {market.mango.pk: 2, market.lotus.pk: 1}
    assert [state(order) for order in placed.orders] == [("CANCELED", "NONE")] * 2
    assert {sdk.payment_intents.retrieve(pk).status for pk in placed.intent_ids} == {"canceled"}
    assert (stock(market.mango), stock(market.lotus)) == ((10, 0), (5, 0))
    new_cart = Checkout.objects.get(pk=cart_id)
    assert (new_cart.buyer_name, new_cart.phone, new_cart.shipping_address_id) == (
        first.buyer_name, first.phone, first.shipping_address_id,
    )  # fmt: skip
    assert (new_cart.payment_method, new_cart.consent_at, new_cart.placed_at) == ("", None, None)
    methods = (
        CheckoutDelivery.objects.filter(checkout=cart_id).order_by("seller_id").values_list("method_id", flat=True)
    )
    assert list(methods) == [order.shipping_method_id for order in placed.orders]


def test_lines_are_added_to_an_existing_cart(placed, market):
    now = cart([(market.mango, 3)])
    assert restore_cart(order_id=placed.orders[1].pk, cart_id=now) == now
    assert lines(now) == {market.mango.pk: 5, market.lotus.pk: 1}


def test_paid_order_is_refused(market, run_events):
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    assert refused_transition(restore_cart, order_id=order.pk, cart_id=None).code == "INVALID_MOVE"
    assert Checkout.objects.count() == 1
