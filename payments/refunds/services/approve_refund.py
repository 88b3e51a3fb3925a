"""Approve a refund: above the limit two people of the operator must approve it before it is sent."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.independence import require_independent
from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from payments.base.errors import unexpected_refund_state
from payments.base.locks import lock_refund
from payments.base.operator import require_operator
from payments.events import publish
from payments.events.serializers.registry import render
from payments.models import Refund, RefundApproval, RefundPhase, RefundStatus
from payments.refunds.jobs import send_soon
from payments.refunds.services.create_refund import status_once_approved

NEEDED = 2


def approve_refund(*, refund_id: str, actor: User, note: str = "") -> Refund:
    """Record one approval; with the second one the refund is sent. The requester may be one of the two.

    Raises Forbidden, NotFound, or DomainError REFUND_UNEXPECTED_STATE (no approval is needed), ALREADY_APPROVED (by
    this person) and APPROVER_NOT_INDEPENDENT (the account was created or changed by the requester or the first
    approver).
    """
    require_operator(actor)
    with transaction.atomic():
        intent, refund = lock_refund(refund_id)
        if refund.phase != RefundPhase.AWAITING_APPROVAL:
            raise unexpected_refund_state(_("Khoản hoàn này không chờ duyệt."))
        if refund.approvals.filter(user=actor).exists():
            raise DomainError(_("Bạn đã duyệt khoản này rồi; cần thêm một người khác."), code="ALREADY_APPROVED")
        before = refund.approvals.values_list("user_id", flat=True)
        require_independent(actor, of=[refund.requested_by_id, *before], since=refund.created_at)
        was = render(refund)
        RefundApproval.objects.create(refund=refund, user=actor, note=note.strip()[:300])
        count = refund.approvals.count()
        if count >= NEEDED:
            refund.phase, refund.status = status_once_approved(refund.attempt, by_hand=refund.by_hand)
            refund.save(update_fields=["phase", "status"])
        record_audit(
            actor=actor,
            action="refund.approve",
            obj=refund,
            before={"phase": str(RefundPhase.AWAITING_APPROVAL), "approvals": count - 1},
            after={"phase": str(refund.phase), "approvals": count, "amount": refund.amount, "note": note.strip()[:300]},
        )
        if refund.status == RefundStatus.REQUIRES_ACTION:
            publish.publish_refund(publish.REFUND_UPDATED, intent, refund, was)
        if refund.phase == RefundPhase.QUEUED:
            send_soon(refund.pk)
        return refund
