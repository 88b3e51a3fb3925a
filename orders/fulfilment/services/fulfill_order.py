"""The goods were handed over to the buyer or to the carrier."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.stock.services.commit_reservation import commit_reservation
from core.errors import DomainError
from orders.authority import seller_authority
from orders.identifiers import holder_ref
from orders.locks import lock_order
from orders.models import PAID_IN_CASH, Order
from orders.transitions import TransitionName, can_transition, transition_order, transition_refusal
from payments import sdk


def fulfill_order(*, order_id: UUID | str, actor: User, cash_received: bool = False) -> Order:
    """UNFULFILLED becomes FULFILLED. Cash that is due, at pickup or delivery, is recorded with it.

    Raises DomainError CASH_NOT_RECEIVED for a cash order without its cash, INVALID_MOVE, Forbidden, or NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        authority = seller_authority(actor, order)
        before = order.status
        cash = order.total if order.payment_method in PAID_IN_CASH else 0
        if cash:
            _receive_cash(order, cash_received)
            transition_order(order, TransitionName.FULFILL_FOR_CASH, actor=actor)
        else:
            transition_order(order, TransitionName.FULFILL, actor=actor)
        record_audit(
            actor=actor,
            action="order.fulfill",
            obj=order,
            before={"status": before},
            after={"status": order.status, "cash": cash},
            on_behalf_of=authority.on_behalf_of,
        )
        return order


def _receive_cash(order: Order, cash_received: bool) -> None:
    if not can_transition(order, TransitionName.FULFILL_FOR_CASH):
        raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
    if not cash_received:
        raise DomainError(
            _("Đơn này trả tiền mặt: chỉ giao hàng khi đã nhận đủ tiền, và đánh dấu đã nhận."),
            code="CASH_NOT_RECEIVED",
            field="cash_received",
        )
    if not commit_reservation(holder_ref=holder_ref(order)):
        raise AssertionError(f"{order.code} held its goods until now")
    sdk.cash.record(
        account=order.seller.payee_ref,
        amount=order.total,
        reference=order.code,
        idempotency_key=f"cash:{order.pk}",
    )
