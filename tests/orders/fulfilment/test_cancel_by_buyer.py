"""Cancelling by the buyer: in time, or too late."""

from orders.checkout.queries.payment_state import payment_state
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.fulfilment.services.confirm_order import confirm_order
from payments.models import Refund
from tests.orders.helpers import history, ipn, place, ready_cart, refused_transition, reread, start, state, stock


def test_unpaid_checkout_is_canceled_whole(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])
    placed = place(checkout_id)
    attempt = start(checkout_id)

    cancel_by_buyer(order_id=placed.orders[0].pk)
    run_events()

    assert [reread(o).status for o in placed.orders] == ["CANCELED", "CANCELED"]
    assert (stock(market.mango), stock(market.lotus)) == ((10, 0), (5, 0))
    assert payment_state(checkout_id).kind == "canceled"
    assert history(placed.orders[0]) == ["placed", "withdrawn"]

    assert ipn(attempt) == "00"  # paid in another browser window
    run_events()
    assert [reread(o).charge_status for o in placed.orders] == ["REFUNDING", "REFUNDING"]
    assert Refund.objects.get().amount == 350_000


def test_cash_order_is_canceled_alone_until_confirmed(market, cash) -> None:
    other = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    confirm_order(order_id=other.pk, actor=market.manager)

    cancel_by_buyer(order_id=cash.pk)

    assert state(cash) == ("CANCELED", "NONE")
    assert payment_state(cash.checkout_id).kind == "canceled"
    assert refused_transition(cancel_by_buyer, order_id=other.pk).code == "INVALID_MOVE"


def test_paid_order_is_not_canceled_by_the_buyer(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))

    assert refused_transition(cancel_by_buyer, order_id=order.pk).code == "PAYMENT_INTENT_UNEXPECTED_STATE"
    run_events()
    assert refused_transition(cancel_by_buyer, order_id=order.pk).code == "INVALID_MOVE"
