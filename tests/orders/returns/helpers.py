"""Fulfilled orders and returns for tests."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from core.errors import DomainError
from core.models import Event
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order, OrderHistory, Return, ReturnLine
from orders.payment.services.mark_as_paid import mark_as_paid
from orders.returns.services.open_return import open_return
from orders.returns.services.request_return import request_return
from payments.models import JournalEntry, Refund
from payments.refunds.services.send_refund import send_refund
from tests.events import deliver_all
from tests.market import find
from tests.orders.helpers import place, ready_cart, refusal, reread, show_account, start, stock
from tests.payments.refunds.helpers import steer


def delivered(market: Any, run_events: Any, *, method: str = "vnpay", mangoes: int = 3) -> Order:
    """The cooperative's order of mangoes at 120.000 đ, paid by that method and fulfilled."""
    cash = method in ("cash", "cod")
    if method == "cod":
        type(market.cooperative).objects.filter(pk=market.cooperative.pk).update(cash_on_delivery=True)
    if method == "vietqr":
        show_account(market.cooperative)
    checkout_id = ready_cart([(market.mango, mangoes)], method=method)
    order = place(checkout_id).orders[0]
    if method == "vnpay":
        steer(txn_ref=start(checkout_id).reference, outcome="success")
        run_events()
    elif method == "vietqr":
        start(checkout_id)
        mark_as_paid(order_id=order.pk, actor=market.manager)
    confirm_order(order_id=order.pk, actor=market.manager)
    fulfill_order(order_id=order.pk, actor=market.manager, cash_received=cash)
    run_events()
    return reread(order) if not cash else Order.objects.get(pk=order.pk)


def deliver() -> Order:
    """Three cartons of mangoes, paid by VNPay and fulfilled, in the database of the market."""
    return delivered(find(), deliver_all)


def some(order: Order, quantity: int) -> dict:
    """That quantity of the order's first line."""
    return {order.lines.order_by("pk")[0].pk: quantity}


def make_requested_return(order: Order, quantity: int = 1, **changes: Any) -> Return:
    """The buyer requests a return of so many mangoes."""
    return request_return(**return_arguments(order, quantity) | changes)


def make_opened_return(order: Order, actor: Any, quantity: int = 1, **changes: Any) -> Return:
    """The seller or the operator opens a return."""
    return open_return(**return_arguments(order, quantity) | {"actor": actor} | changes)


def return_arguments(order: Order, quantity: int) -> dict[str, Any]:
    return {
        "order_id": order.pk,
        "quantities": some(order, quantity),
        "with_delivery": False,
        "reason": "damaged",
        "words": "Ba trái bị dập",
        "form_key": uuid4(),
    }


def settle_refund(returned: Return, run_events: Any, play: str = "success") -> Refund:
    """Send the refund to VNPay, which answers as given."""
    returned.refresh_from_db()
    refund = Refund.objects.get(pk=returned.refund_id)
    steer(txn_ref=refund.attempt.reference, refund=play)
    send_refund(refund_id=refund.pk)
    run_events()
    refund.refresh_from_db()
    return refund


def stored_state(returned: Return) -> str:
    returned.refresh_from_db()
    return returned.state


def charge(order: Order) -> tuple[str, int]:
    """(charge, refunded amount) in the database."""
    return Order.objects.values_list("charge_status", "returned_total").get(pk=order.pk)


def refused(market: Any, run: Any, **arguments: Any) -> DomainError:
    """The error with which a service refuses; returns, history, events, money and stock are unchanged."""

    def everything() -> tuple[object, ...]:
        counted = (Return, ReturnLine, OrderHistory, Event, JournalEntry, Refund)
        states = Return.objects.order_by("pk").values_list("state", "answer", "refund_id")
        charges = Order.objects.order_by("pk").values_list("status", "charge_status", "returned_total")
        return (*(model.objects.count() for model in counted), *states, *charges, stock(market.mango))

    before: Mapping | tuple = everything()
    error = refusal(run, **arguments)
    assert everything() == before
    return error
