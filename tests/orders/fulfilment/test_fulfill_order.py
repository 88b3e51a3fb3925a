"""Fulfilling an order, with its cash where it is due."""

from orders.checkout.queries.payment_state import payment_state
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order
from payments import sdk
from payments.models import Transfer
from tests.orders.helpers import published_orders, refused_transition, stock


def test_cash_order_needs_received_cash(market, cash) -> None:
    confirm_order(order_id=cash.pk, actor=market.manager)
    assert (Transfer.objects.count(), stock(market.mango)) == (0, (10, 2))

    error = refused_transition(fulfill_order, order_id=cash.pk, actor=market.manager)
    assert (error.code, error.field) == ("CASH_NOT_RECEIVED", "cash_received")

    fulfill_order(order_id=cash.pk, actor=market.manager, cash_received=True)

    order = Order.objects.get(pk=cash.pk)
    assert (order.status, order.charge_status, order.paid_at is not None) == ("FULFILLED", "FULL", True)
    assert stock(market.mango) == (8, 0)
    assert published_orders("order.paid") == published_orders("order.fulfilled") == [str(cash.pk)]
    assert sdk.balances.of(market.cooperative.payee_ref).pending == 0
    assert [(line.type, line.amount, line.reference) for line in sdk.statements.of(market.cooperative.payee_ref)] == [
        ("cash", 240_000, order.code)
    ]
    assert payment_state(order.checkout_id).kind == "cash"
