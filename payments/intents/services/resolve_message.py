"""Resolve a provider message that needs a person."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments.base.operator import require_operator
from payments.models import ProviderMessage


def resolve_message(*, call_id: int, actor: User, note: str) -> ProviderMessage:
    """Record the operator's finding about a message, once. Moves no money.

    Raises Forbidden, NotFound, or DomainError REQUIRED without a note and ALREADY_DECIDED where it is resolved.
    """
    note = note.strip()[:300]
    if not note:
        raise DomainError(_("Vui lòng ghi điều đã tìm hiểu được."), code="REQUIRED", field="note")
    require_operator(actor)
    with transaction.atomic():
        call = lock_row(ProviderMessage.objects.filter(pk=call_id).exclude(review_reason=""))
        if call is None:
            raise NotFound(_("Không tìm thấy câu hỏi này."))
        if call.decided_at is not None:
            raise DomainError(_("Câu hỏi này đã có người trả lời."), code="ALREADY_DECIDED")
        call.decided_at, call.decided_by, call.decision = clock.now(), actor, note
        call.save(update_fields=["decided_at", "decided_by", "decision"])
        record_audit(
            actor=actor,
            action="payment.resolve_message",
            obj=call,
            before={"review_reason": call.review_reason},
            after={"decision": note},
        )
        return call
