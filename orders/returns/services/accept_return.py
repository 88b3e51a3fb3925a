"""Accept a return: queue its refund, and restock its goods if they can be sold."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.stock.services.restock import restock as restock_stock
from core import clock
from core.errors import DomainError
from orders.authority import Authority, seller_or_operator_authority
from orders.locks import lock_return
from orders.models import PAID_IN_CASH, Order, PaymentAllocation, Return, ReturnState
from orders.returns.references import reference_of
from orders.returns.rules import clean_text
from orders.returns.services.create_return import history_data
from orders.tax_lines import sales_of_return
from orders.transitions import TransitionName, can_transition, transition_order, transition_refusal
from payments import sdk


def accept_return(*, return_id: UUID | str, actor: User, restock: bool = False, answer: str = "") -> Return:
    """The seller or the operator accepts: the refund is queued. If the platform allocated the money to the seller, that
    is reversed first, with the tax of these goods. Money that the seller collected waits for the seller's proof
    (`confirm_manual_refund`).

    Raises DomainError RETURN_ANSWERED, INVALID_MOVE, what payments refuses (the payment is in review, or was refunded
    meanwhile), Forbidden, or NotFound.
    """
    with transaction.atomic():
        order, returned = lock_return(return_id)
        authority = seller_or_operator_authority(actor, order)
        check_unanswered(returned)
        return grant(returned, order, actor=actor, authority=authority, restock=restock, answer=answer)


def check_unanswered(returned: Return) -> None:
    """Raise DomainError RETURN_ANSWERED with what was answered."""
    if returned.state != ReturnState.REQUESTED:
        raise DomainError(_answered(returned), code="RETURN_ANSWERED", params={"state": returned.state})


def grant(
    returned: Return, order: Order, *, actor: User, authority: Authority, restock: bool, answer: str = ""
) -> Return:
    """Accept a requested return, with its order locked. Raises as `accept_return`; permissions were checked."""
    if not can_transition(order, TransitionName.RETURN):
        raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
    if restock:
        goods = dict(returned.lines.values_list("line__variant_id", "quantity"))
        restock_stock(quantities=goods, ref=f"return:{returned.pk}")
    refund = _refund(returned, order, actor)
    returned.state, returned.restocked = ReturnState.ACCEPTED, restock
    returned.intent_id, returned.refund_id = refund.payment_intent, refund.id
    returned.answer, returned.answered_by, returned.answered_at = clean_text(answer), actor, clock.now()
    returned.save()
    transition_order(
        order,
        TransitionName.RETURN,
        actor=actor,
        data=history_data(returned),
        payload={"return_id": str(returned.pk)},
    )
    record_audit(
        actor=actor,
        action="return.accept",
        obj=returned,
        before={"state": str(ReturnState.REQUESTED)},
        after={"order": order.code, "amount": returned.amount, "restocked": restock, "refund": refund.id},
        on_behalf_of=authority.on_behalf_of,
    )
    return returned


def _refund(returned: Return, order: Order, actor: User) -> sdk.Refund:
    """Queue the refund under the return's reference. payments comes last in the lock order."""
    if order.payment_method in PAID_IN_CASH:
        receipt = sdk.cash.of(order.seller.payee_ref, order.code)
        if receipt is None:
            raise AssertionError(f"{order.code} was paid in cash without a receipt")
        intent_id, transfer_id = receipt.id, ""
    else:
        intent_id, transfer_id = PaymentAllocation.objects.values_list("intent_id", "transfer_id").get(order=order)
    return sdk.refunds.create(
        payment_intent=intent_id,
        amount=returned.amount,
        reason=f"returned_{returned.reason}",
        reference=reference_of(returned),
        reverse_transfer=bool(transfer_id),
        transfer=transfer_id or None,
        sales=sales_of_return(returned),
        requested_by=actor,
        idempotency_key=f"return:{returned.pk}",
    )


def _answered(returned: Return) -> str:
    words = {
        ReturnState.ACCEPTED: _("Đề nghị này đã được đồng ý, tiền đang hoàn."),
        ReturnState.DONE: _("Đề nghị này đã hoàn tiền xong."),
        ReturnState.DECLINED: _("Đề nghị này đã bị từ chối."),
        ReturnState.WITHDRAWN: _("Người mua đã rút đề nghị này."),
    }
    return words[ReturnState(returned.state)]
