"""Update the orders of a payment to the payment's state. Events only trigger it; the state is read again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from catalog.stock.services.commit_reservation import commit_reservation
from catalog.stock.services.extend_reservation import extend_reservation
from catalog.stock.services.release_reservation import release_reservation
from core import clock
from core.errors import DomainError
from orders.deadlines import CONFIRM_WITHIN
from orders.identifiers import holder_ref
from orders.locks import lock_orders_of_intent
from orders.models import ChargeStatus, HistoryCode, Order, OrderHistory, OrderStatus
from orders.payment.services.refund_order import refund_order
from orders.transitions import TransitionName, transition_order
from payments import sdk


def sync_orders_with_payment(*, intent_id: str) -> None:
    """Read the payment again and do what its state asks for; doing it twice changes nothing.

    succeeded: each order is paid if its goods can be taken, else cancelled and its share refunded. canceled: the orders
    expire and their goods are free. In review: goods stay held without a deadline and nothing ships. Failed, and nobody
    paying anew: goods are free, the orders wait for another try. An intent that pays for no order is none of ours.
    """
    with transaction.atomic():
        orders = lock_orders_of_intent(intent_id)
        if not orders:
            return
        intent = sdk.payment_intents.retrieve(intent_id)
        if intent.status == "succeeded":
            _settle(orders, intent.succeeded_at or clock.now(), declared=intent.declared)
        elif intent.status == "canceled":
            _expire(orders)
        elif intent.review:
            _wait_for_decision(orders)
        else:
            _reopen(orders, free_goods=intent.status == "requires_payment_method")


def _settle(orders: Sequence[Order], paid_at: datetime, *, declared: bool) -> None:
    due = [order for order in orders if order.charge_status == ChargeStatus.NONE]
    open_ones = [order for order in due if order.status == OrderStatus.UNCONFIRMED]
    honoured = {order.pk for order in open_ones if commit_reservation(holder_ref=holder_ref(order))}
    for order in due:
        order.needs_review = False
        order.paid_at, order.paid_declared = paid_at, declared
        if order.pk in honoured:
            order.confirm_by = paid_at + CONFIRM_WITHIN
            transition_order(order, TransitionName.PAY)
        elif order.status == OrderStatus.UNCONFIRMED:
            transition_order(order, TransitionName.PAY_TOO_LATE)
            refund_order(order, reason="out_of_stock")
        else:
            transition_order(order, TransitionName.PAY_AFTER_END)
            refund_order(order, reason="paid_after_cancel")


def _expire(orders: Sequence[Order]) -> None:
    for order in orders:
        if order.status == OrderStatus.UNCONFIRMED and order.charge_status == ChargeStatus.NONE:
            release_reservation(holder_ref=holder_ref(order))
            order.needs_review = False
            transition_order(order, TransitionName.EXPIRE)


def _wait_for_decision(orders: Sequence[Order]) -> None:
    for order in orders:
        if order.status == OrderStatus.UNCONFIRMED and not order.needs_review:
            _hold_without_deadline(order)
            order.needs_review = True
            order.save(update_fields=["needs_review"])
            OrderHistory.objects.create(order=order, what=HistoryCode.REVIEW_OPENED)


def _hold_without_deadline(order: Order) -> None:
    try:
        extend_reservation(holder_ref=holder_ref(order), expires_at=None)
    except DomainError as error:
        if error.code != "INSUFFICIENT_STOCK":
            raise
        # Freed by an earlier failure and sold since: should the money turn out to be there, its share goes back.


def _reopen(orders: Sequence[Order], *, free_goods: bool) -> None:
    for order in orders:
        if order.status != OrderStatus.UNCONFIRMED:
            continue
        if free_goods:
            release_reservation(holder_ref=holder_ref(order))
        if order.needs_review:
            order.needs_review = False
            order.save(update_fields=["needs_review"])
            OrderHistory.objects.create(order=order, what=HistoryCode.REVIEW_CLOSED)
