"""Void a sale at a stall that was recorded by mistake: the books reverse it, and nothing is deleted."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.policies import may_act_for
from core import clock
from core.cleaning import clean_line
from core.errors import DomainError
from core.outbox import publish
from orders.locks import lock_sale
from orders.models import PosSale, PosSaleStatus
from payments import sdk

# A mistake is noticed when the day's cash is counted, or when the buyer comes back. Older figures are not changed.
VOID_WITHIN = timedelta(days=3)
MIN_REASON, MAX_REASON = 3, 200
REASON = "recorded_by_mistake"


def can_void(sale: PosSale) -> bool:
    """Whether it is paid, and not too long ago."""
    return sale.status == PosSaleStatus.PAID and sale.paid_at is not None and sale.paid_at > clock.now() - VOID_WITHIN


def void_sale(*, sale_id: UUID | str, why: str, actor: User) -> PosSale:
    """PAID becomes VOIDED. Repetition changes nothing. `why`: the mistake, and for a transfer how it was refunded.

    The whole payment is refunded by this proof, which reverses the memo book. Raises DomainError REQUIRED or INVALID on
    `why`, INVALID_MOVE if nothing was paid or it is too late, what payments refuses, Forbidden, or NotFound.
    """
    why = clean_line(why)
    with transaction.atomic():
        sale = lock_sale(sale_id)
        acting = may_act_for(actor, sale.seller)
        if sale.status == PosSaleStatus.VOIDED:
            return sale
        _check(sale, why)
        refund = sdk.refunds.create(
            payment_intent=sale.intent_id,
            amount=sale.amount,
            reason=REASON,
            reference=sale.code,
            requested_by=actor,
            idempotency_key=f"void:{sale.pk}",
        )
        sdk.refunds.confirm_manual(
            refund.id, account=sale.seller.payee_ref, proof=why, actor=actor, idempotency_key=f"void-refunded:{sale.pk}"
        )
        sale.status, sale.voided_at, sale.void_reason = PosSaleStatus.VOIDED, clock.now(), why
        sale.save(update_fields=["status", "voided_at", "void_reason"])
        publish("pos_sale.voided", {"sale_id": str(sale.pk)})
        record_audit(
            actor=actor,
            action="pos_sale.void",
            obj=sale,
            before={"status": PosSaleStatus.PAID},
            after={"status": sale.status, "amount": sale.amount, "code": sale.code, "why": why},
            on_behalf_of=acting.audited_for,
        )
        return sale


def _check(sale: PosSale, why: str) -> None:
    if sale.status != PosSaleStatus.PAID:
        raise DomainError(_("Lần bán này chưa nhận tiền: hãy bỏ thay vì hủy."), code="INVALID_MOVE")
    if not can_void(sale):
        words = _("Đã quá 3 ngày nên không hủy được nữa. Vui lòng liên hệ đơn vị vận hành nếu ghi nhầm.")
        raise DomainError(words, code="INVALID_MOVE")
    if len(why) < MIN_REASON:
        raise DomainError(_("Vui lòng ghi vì sao hủy, và đã trả lại tiền thế nào."), code="REQUIRED", field="why")
    if len(why) > MAX_REASON:
        raise DomainError(_("Lời ghi dài quá 200 ký tự."), code="INVALID", field="why")
