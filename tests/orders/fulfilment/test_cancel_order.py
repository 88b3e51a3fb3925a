"""Cancelling an order: stock is released, money refunded, nothing is oversold."""

import pytest

from orders.checkout.queries.payment_state import payment_state
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.models import OrderHistory
from payments import sdk
from payments.models import Refund
from tests.factories import make_officer
from tests.orders.helpers import place, published_orders, ready_cart, refused_transition, reread, state, stock


@pytest.mark.parametrize("confirmed", [False, True])
def test_canceled_paid_order_is_refunded(market, paid, confirmed: bool) -> None:
    if confirmed:
        confirm_order(order_id=paid.pk, actor=market.manager)

    cancel_order(order_id=paid.pk, actor=market.manager, reason="cannot_deliver")

    order = reread(paid)
    assert (order.status, order.charge_status) == ("CANCELED", "REFUNDING")
    refund = Refund.objects.get()
    assert (refund.pk, refund.amount, refund.reason, refund.reference) == (
        order.allocation.refund_id,
        255_000,
        "canceled_by_seller",
        order.code,
    )
    assert sdk.balances.of(market.cooperative.payee_ref) == sdk.Balance(pending=0, available=0)
    assert stock(market.mango) == (10, 0)
    assert published_orders("order.canceled") == published_orders("order.refund_requested") == [str(paid.pk)]
    assert OrderHistory.objects.get(order=order, what="canceled_and_refunded").data == {"reason": "cannot_deliver"}
    assert payment_state(order.checkout_id).kind == "refunding"


def test_out_of_stock_cancellation_does_not_restock(market, paid) -> None:
    cancel_order(order_id=paid.pk, actor=market.manager, reason="out_of_stock")

    assert Refund.objects.get().reason == "out_of_stock"
    assert stock(market.mango) == (8, 0)


def test_canceled_cash_order_releases_its_goods(market, cash) -> None:
    confirm_order(order_id=cash.pk, actor=market.manager)

    cancel_order(order_id=cash.pk, actor=market.manager, reason="buyer_asked")

    assert (state(cash), stock(market.mango), Refund.objects.count()) == (("CANCELED", "NONE"), (10, 0), 0)
    assert (published_orders("order.canceled"), published_orders("order.refund_requested")) == ([str(cash.pk)], [])


def test_cancellation_without_a_reason_is_refused(market, paid) -> None:
    assert refused_transition(cancel_order, order_id=paid.pk, actor=market.manager, reason="").code == "REASON_REQUIRED"


def test_operator_cancels_a_paid_order(market, paid) -> None:
    cancel_order(order_id=paid.pk, actor=make_officer("operator"), reason="out_of_stock")

    assert (reread(paid).charge_status, stock(market.mango)) == ("REFUNDING", (8, 0))


def test_operator_cancels_all_orders_of_an_unpaid_payment(market, run_events) -> None:
    placed = place(ready_cart([(market.mango, 2), (market.lotus, 1)]))

    cancel_order(order_id=placed.orders[1].pk, actor=make_officer("operator"), reason="buyer_asked")
    run_events()

    assert [reread(o).status for o in placed.orders] == ["CANCELED", "CANCELED"]
    assert sdk.payment_intents.retrieve(placed.intent_id).status == "canceled"
