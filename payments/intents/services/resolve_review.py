"""Resolve a payment in review by the operator's decision: the same completion as by the provider's result, audited."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError
from payments.base.errors import unexpected_state
from payments.base.locks import lock_intent
from payments.base.operator import require_operator
from payments.events import publish
from payments.intents.deadline import is_over
from payments.intents.hooks import Moment, run_hooks
from payments.intents.services.cancel_intent import cancel
from payments.intents.services.complete_attempt import fail, succeed
from payments.models import OPEN_STATUSES, AttemptStatus, CancellationReason, PaymentIntent


def resolve_review(*, intent_id: str, paid: bool, actor: User, note: str) -> PaymentIntent:
    """Decide the oldest attempt in review, with a written reason; the review closes with the last attempt.

    Paid: completed as by an IPN. Not paid: the attempt failed, and past its deadline the intent is cancelled. Raises
    Forbidden, or DomainError REQUIRED without a note, PAYMENT_INTENT_UNEXPECTED_STATE where nothing is in review.
    """
    if not note.strip():
        raise DomainError(_("Vui lòng ghi lý do của quyết định."), code="REQUIRED", field="note")
    require_operator(actor)
    with transaction.atomic():
        intent = lock_intent(intent_id)
        in_review = list(intent.attempts.filter(status=AttemptStatus.REVIEW).order_by("pk"))
        if not in_review:
            raise unexpected_state(_("Khoản thanh toán này không có gì cần đối soát."))
        before = {"status": str(intent.status), "review_reason": intent.review_reason}
        attempt, others = in_review[0], in_review[1:]
        was_open = intent.status in OPEN_STATUSES
        if not others:
            intent.review = False
            intent.review_reason = ""
            intent.save(update_fields=["review", "review_reason"])
        if paid:
            succeed(intent, attempt)
        else:
            fail(intent, attempt)
            if not others and intent.status in OPEN_STATUSES and is_over(intent, clock.now()):
                cancel(intent, CancellationReason.EXPIRED)
        if was_open and not others:
            publish.publish(publish.REVIEW_CLOSED, intent, paid=paid)
        run_hooks(Moment.REVIEW_RESOLVED, intent, attempt)
        record_audit(
            actor=actor,
            action="payment.resolve_review",
            obj=intent,
            before=before,
            after={
                "paid": paid,
                "status": str(intent.status),
                "attempt": attempt.reference,
                "note": note.strip()[:500],
            },
        )
        return intent
