"""The state machine of an order: all transitions in one table, and the one function that performs them."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.errors import DomainError
from core.outbox import publish
from orders.models import (
    PAID_AHEAD,
    PAID_IN_CASH,
    ChargeStatus,
    HistoryCode,
    Order,
    OrderHistory,
    OrderStatus,
    PaymentMethod,
)


class TransitionName(StrEnum):
    """Each transition with its history code."""

    PAY = HistoryCode.PAID
    PAY_TOO_LATE = HistoryCode.PAID_OUT_OF_STOCK
    PAY_AFTER_END = HistoryCode.PAID_AFTER_END
    EXPIRE = HistoryCode.EXPIRED
    CONFIRM = HistoryCode.CONFIRMED
    FULFILL = HistoryCode.FULFILLED
    FULFILL_FOR_CASH = HistoryCode.FULFILLED_FOR_CASH
    WITHDRAW = HistoryCode.WITHDRAWN
    CANCEL = HistoryCode.CANCELED
    CANCEL_AND_REFUND = HistoryCode.CANCELED_AND_REFUNDED
    CANCEL_UNPROVEN = HistoryCode.CANCELED_UNPROVEN
    REFUND = HistoryCode.REFUNDED
    RETURN = HistoryCode.RETURN_ACCEPTED
    REFUND_PART = HistoryCode.PARTLY_REFUNDED
    REFUND_IN_FULL = HistoryCode.WHOLLY_REFUNDED


@dataclass(frozen=True)
class Transition:
    """From any of `statuses`, with one of the charges listed for the order's payment method, to the next state.

    If `to_status` or `to_charge` is None, that part of the state stays. `by` names who may perform it. While a payment
    is in review, only transitions by "payment" are possible.
    """

    by: str
    statuses: frozenset[OrderStatus]
    charge: frozenset[tuple[PaymentMethod, ChargeStatus]]
    to_status: OrderStatus | None = None
    to_charge: ChargeStatus | None = None
    events: tuple[str, ...] = ()


def _with(methods: Iterable[PaymentMethod], *charges: ChargeStatus) -> frozenset[tuple[PaymentMethod, ChargeStatus]]:
    return frozenset(itertools.product(methods, charges))


_UNCONFIRMED = frozenset({OrderStatus.UNCONFIRMED})
_UNFULFILLED = frozenset({OrderStatus.UNFULFILLED})
_FULFILLED = frozenset({OrderStatus.FULFILLED})
_ENDED = frozenset({OrderStatus.CANCELED, OrderStatus.EXPIRED})
_UNPAID = _with(PAID_AHEAD, ChargeStatus.NONE)
_PAID = _with(PAID_AHEAD, ChargeStatus.FULL)
_CASH_DUE = _with(PAID_IN_CASH, ChargeStatus.NONE)
_REFUND_PENDING = _with(PAID_AHEAD, ChargeStatus.REFUNDING)
_REFUNDABLE = _with(PaymentMethod, ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED)
_RETURN_REFUND_PENDING = _with(PaymentMethod, ChargeStatus.REFUNDING)

TRANSITIONS: Mapping[TransitionName, Transition] = {
    TransitionName.PAY: Transition("payment", _UNCONFIRMED, _UNPAID, None, ChargeStatus.FULL, ("order.paid",)),
    TransitionName.PAY_TOO_LATE: Transition(
        "payment", _UNCONFIRMED, _UNPAID, OrderStatus.CANCELED, ChargeStatus.REFUNDING, ("order.canceled",)
    ),
    TransitionName.PAY_AFTER_END: Transition("payment", _ENDED, _UNPAID, None, ChargeStatus.REFUNDING),
    TransitionName.EXPIRE: Transition("payment", _UNCONFIRMED, _UNPAID, OrderStatus.EXPIRED, None, ("order.expired",)),
    TransitionName.CONFIRM: Transition(
        "seller", _UNCONFIRMED, _PAID | _CASH_DUE, OrderStatus.UNFULFILLED, None, ("order.confirmed",)
    ),
    TransitionName.FULFILL: Transition(
        "seller", _UNFULFILLED, _PAID, OrderStatus.FULFILLED, None, ("order.fulfilled",)
    ),
    TransitionName.FULFILL_FOR_CASH: Transition(
        "seller",
        _UNFULFILLED,
        _CASH_DUE,
        OrderStatus.FULFILLED,
        ChargeStatus.FULL,
        ("order.paid", "order.fulfilled"),
    ),
    TransitionName.WITHDRAW: Transition(
        "buyer, seller, operator", _UNCONFIRMED, _UNPAID | _CASH_DUE, OrderStatus.CANCELED, None, ("order.canceled",)
    ),
    TransitionName.CANCEL: Transition(
        "seller, operator", _UNCONFIRMED | _UNFULFILLED, _CASH_DUE, OrderStatus.CANCELED, None, ("order.canceled",)
    ),
    TransitionName.CANCEL_AND_REFUND: Transition(
        "seller, operator",
        _UNCONFIRMED | _UNFULFILLED,
        _PAID,
        OrderStatus.CANCELED,
        ChargeStatus.REFUNDING,
        ("order.canceled", "order.refund_requested"),
    ),
    TransitionName.CANCEL_UNPROVEN: Transition(
        "system", _UNCONFIRMED, _CASH_DUE, OrderStatus.CANCELED, None, ("order.canceled",)
    ),
    TransitionName.REFUND: Transition(
        "payment", _ENDED, _REFUND_PENDING, None, ChargeStatus.REFUNDED, ("order.refund_completed",)
    ),
    TransitionName.RETURN: Transition(
        "seller, operator", _FULFILLED, _REFUNDABLE, None, ChargeStatus.REFUNDING, ("order.refund_requested",)
    ),
    TransitionName.REFUND_PART: Transition(
        "payment", _FULFILLED, _RETURN_REFUND_PENDING, None, ChargeStatus.PARTLY_REFUNDED, ("order.refund_completed",)
    ),
    TransitionName.REFUND_IN_FULL: Transition(
        "payment", _FULFILLED, _RETURN_REFUND_PENDING, None, ChargeStatus.REFUNDED, ("order.refund_completed",)
    ),
}

_CHANGED = [
    "status",
    "charge_status",
    "returned_total",
    "paid_at",
    "paid_declared",
    "refunded_at",
    "confirm_by",
    "fulfilled_at",
    "needs_review",
]


def can_transition(order: Order, name: TransitionName) -> bool:
    """Whether the order's state allows the transition. The service checks permissions."""
    transition = TRANSITIONS[name]
    if order.needs_review and transition.by != "payment":
        return False
    charge = PaymentMethod(order.payment_method), ChargeStatus(order.charge_status)
    return order.status in transition.statuses and charge in transition.charge


def transition_order(
    order: Order,
    name: TransitionName,
    *,
    actor: User | None = None,
    data: Mapping[str, Any] | None = None,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Change the order's state, with its history and its events. The caller has locked the order.

    `data` is stored in the history, `payload` is added to the events. Raises DomainError INVALID_MOVE whose message
    names the order's state; nothing is written then.
    """
    if not can_transition(order, name):
        raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
    transition, now = TRANSITIONS[name], clock.now()
    if transition.to_status is not None:
        order.status = transition.to_status
    if transition.to_status == OrderStatus.FULFILLED:
        order.fulfilled_at = now
    if transition.to_charge is not None:
        order.charge_status = transition.to_charge
        order.paid_at = order.paid_at or now
    order.save(update_fields=_CHANGED)
    OrderHistory.objects.create(order=order, what=name, actor=actor, data=dict(data or {}))
    for event in transition.events:
        publish(event, {"order_id": str(order.pk)} | dict(payload or {}))


def transition_refusal(order: Order) -> str | Promise:
    """The order's state as the reason of a refusal."""
    if order.needs_review:
        return _("Khoản thanh toán của đơn này đang được kiểm tra. Vui lòng chờ kết quả rồi làm tiếp.")
    if order.status == OrderStatus.CANCELED:
        return _("Đơn này đã hủy.")
    if order.status == OrderStatus.EXPIRED:
        return _("Đơn này đã quá hạn thanh toán.")
    if order.status == OrderStatus.FULFILLED:
        return _("Đơn này đã giao xong.")
    if order.payment_method in PAID_AHEAD and order.charge_status == ChargeStatus.NONE:
        return _("Đơn này chưa được thanh toán.")
    if order.status == OrderStatus.UNFULFILLED:
        return _("Đơn này đã được nhận, đang chờ giao.")
    return _("Đơn này đang chờ người bán xác nhận.")
