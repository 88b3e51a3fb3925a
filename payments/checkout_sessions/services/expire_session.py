"""Expire an open session before its end: it can no longer be paid."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotFound
from payments.intents.services.cancel_intent import cancel_intent
from payments.models import CancellationReason, CheckoutSession, CheckoutSessionStatus


def expire_session(*, session_id: str) -> CheckoutSession:
    """Cancel the session's intent, which ends the session; a late payment is refunded in full.

    Raises DomainError SESSION_UNEXPECTED_STATE where it is complete or expired, PAYMENT_UNDER_REVIEW, or NotFound.
    """
    with transaction.atomic():
        session = CheckoutSession.objects.filter(pk=session_id).first()
        if session is None:
            raise NotFound(_("Không tìm thấy phiên trả tiền này."))
        if session.status != CheckoutSessionStatus.OPEN:
            raise DomainError(_("Phiên trả tiền này đã kết thúc."), code="SESSION_UNEXPECTED_STATE")
        cancel_intent(intent_id=session.intent_id, reason=CancellationReason.ABANDONED)
        session.refresh_from_db()
        return session
