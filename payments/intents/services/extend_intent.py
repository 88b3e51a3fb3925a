"""Give the buyer a new deadline after a failed attempt."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from payments.base.errors import under_review, unexpected_state
from payments.base.locks import lock_intent
from payments.models import OPEN_STATUSES, AttemptStatus, IntentStatus, PaymentIntent


def extend_intent(*, intent_id: str, expires_at: datetime) -> PaymentIntent:
    """Move the deadline of an open intent.

    Raises DomainError PAYMENT_INTENT_UNEXPECTED_STATE once it is paid or cancelled, and while an overdue attempt has no
    final result: the buyer could pay twice.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        if intent.review:
            raise under_review()
        if intent.status not in OPEN_STATUSES:
            raise unexpected_state(_("Khoản thanh toán này đã kết thúc."))
        overdue = intent.attempts.filter(status=AttemptStatus.OPEN, expires_at__lte=clock.now())
        if intent.status == IntentStatus.PROCESSING or overdue.exists():
            raise unexpected_state(_("Đang chờ cổng thanh toán trả lời. Xin đừng trả tiền lần nữa."))
        intent.expires_at = expires_at
        intent.save(update_fields=["expires_at"])
        return intent
