"""The seller or the operator cancels an order. A payment is refunded."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.models import Variant
from catalog.stock.services.adjust_stock import adjust_stock
from catalog.stock.services.release_reservation import release_reservation
from catalog.stock.services.restock_reservation import restock_reservation
from core.errors import DomainError
from orders.authority import seller_or_operator_authority
from orders.fulfilment.services.cancel_by_buyer import withdraw
from orders.identifiers import holder_ref
from orders.locks import lock_order_among_its_own
from orders.models import PAID_AHEAD, CancelReason, ChargeStatus, Order
from orders.payment.services.refund_order import refund_order
from orders.payment_methods import TRANSFERRED_TO_SELLER
from orders.transitions import TransitionName, can_transition, transition_order, transition_refusal


def cancel_order(*, order_id: UUID | str, actor: User, reason: str) -> Order:
    """Cancel an order that is not fulfilled. Its goods are released; the refund of a paid share is queued.

    `reason` is a CancelReason. With "out_of_stock" the stock is reduced by the ordered quantities. An order that waits
    for VNPay is cancelled by the operator only, with all orders of its payment. An order that waits for a transfer into
    the seller's account may also be cancelled by the seller. Raises DomainError REASON_REQUIRED, INVALID_MOVE,
    Forbidden, or NotFound.
    """
    if reason not in CancelReason.values:
        raise DomainError(_("Vui lòng chọn lý do hủy đơn."), code="REASON_REQUIRED", field="reason")
    with transaction.atomic():
        order, checkout_orders = lock_order_among_its_own(order_id)
        authority = seller_or_operator_authority(actor, order)
        before = {"status": order.status, "charge_status": order.charge_status}
        if _awaits_payment(order) and (authority.part == "operator" or order.payment_method in TRANSFERRED_TO_SELLER):
            withdraw(order, checkout_orders, actor=actor, data={"reason": reason})
        else:
            _cancel_alone(order, actor, reason, may_count=authority.part == "seller")
        record_audit(
            actor=actor,
            action="order.cancel",
            obj=order,
            before=before,
            after={"status": order.status, "charge_status": order.charge_status, "reason": reason},
            on_behalf_of=authority.on_behalf_of,
        )
        return order


def _awaits_payment(order: Order) -> bool:
    return order.payment_method in PAID_AHEAD and order.charge_status == ChargeStatus.NONE


def _cancel_alone(order: Order, actor: User, reason: str, *, may_count: bool) -> None:
    paid = order.charge_status == ChargeStatus.FULL
    name = TransitionName.CANCEL_AND_REFUND if paid else TransitionName.CANCEL
    if not can_transition(order, name):
        raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
    if paid:
        restock_reservation(holder_ref=holder_ref(order))
    else:
        release_reservation(holder_ref=holder_ref(order))
    if reason == CancelReason.OUT_OF_STOCK:
        _count_down(order, actor if may_count else None)
    if paid:
        why = "out_of_stock" if reason == CancelReason.OUT_OF_STOCK else "canceled_by_seller"
        refund_order(order, reason=why, requested_by=actor)
    transition_order(order, name, actor=actor, data={"reason": reason})


def _count_down(order: Order, actor: User | None) -> None:
    """Correct the stock that the seller does not have. The variants are locked since their goods were released."""
    missing = dict(order.lines.values_list("variant_id", "quantity"))
    for variant in Variant.objects.filter(pk__in=missing).order_by("pk"):
        adjust_stock(variant_id=variant.pk, on_hand=variant.on_hand - missing[variant.pk], actor=actor)
