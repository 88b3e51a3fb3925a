"""Send a queued refund to its provider once: mark it in flight, call, then record the result.

After a crash between any two of these steps the refund keeps its last phase. One in flight is never sent again:
`sweep_refunds` makes it unknown, and a person decides.
"""

from django.db import transaction

from core import clock
from payments.base.locks import lock_refund
from payments.base.mode import livemode
from payments.base.provider_messages import log_provider_message
from payments.events import publish
from payments.events.serializers.registry import render
from payments.models import Refund, RefundPhase, RefundStatus, ReviewReason
from payments.providers import provider
from payments.providers.results import RefundOutcome, RefundResult
from payments.refunds.services.complete_refund import fail_refund, succeed_refund

# While one of these lasts no other refund of the same payment is sent: one request a reference, and what was silent may
# still be under way there. VNPay's list then shows at a glance whether it was done.
UNSETTLED = (RefundPhase.IN_FLIGHT, RefundPhase.UNKNOWN)


def send_refund(*, refund_id: str) -> RefundOutcome | None:
    """Send the refund; returns the provider's result, or None where there is nothing to send now (not queued, or
    another refund of its payment comes first).

    Network call: never inside a transaction. Raises NotFound.
    """
    refund = _put_in_flight(refund_id)
    if refund is None:
        return None
    result = provider(refund.attempt.provider).refund(refund, refund.attempt)
    record_refund_result(refund_id=refund_id, result=result)
    return result.outcome


def record_refund_result(*, refund_id: str, result: RefundResult) -> Refund:
    """Apply the provider's result to a refund. An ended refund stays as it is; a contradiction needs a review."""
    with transaction.atomic():
        intent, refund = lock_refund(refund_id)
        if refund.phase not in UNSETTLED:
            _compare(refund, result)
            return refund
        was = render(refund)
        refund.response_code = result.response_code
        if result.outcome is not RefundOutcome.SUCCEEDED:  # the provider's number comes with the success
            refund.provider_ref = result.provider_ref or refund.provider_ref
        if result.outcome is RefundOutcome.NOT_SENT:
            refund.phase, refund.sent_at = RefundPhase.QUEUED, None
        elif result.outcome is RefundOutcome.BY_HAND:
            refund.phase, refund.status = RefundPhase.BY_HAND, RefundStatus.REQUIRES_ACTION
        elif result.outcome is RefundOutcome.AT_PROVIDER:
            refund.phase = RefundPhase.AT_PROVIDER
        elif result.outcome is RefundOutcome.UNKNOWN:
            refund.phase = RefundPhase.UNKNOWN
        refund.save()
        if result.outcome is RefundOutcome.BY_HAND:
            publish.publish_refund(publish.REFUND_UPDATED, intent, refund, was)
        if result.outcome is RefundOutcome.SUCCEEDED:
            return succeed_refund(refund_id=refund_id, provider_ref=result.provider_ref)
        if result.outcome is RefundOutcome.REFUSED:
            return fail_refund(refund_id=refund_id, reason=result.failure_reason)
        return refund


def _put_in_flight(refund_id: str) -> Refund | None:
    """Mark the refund as in flight and commit before anything is sent: from now on only this caller handles it."""
    with transaction.atomic():
        _intent, refund = lock_refund(refund_id)
        if refund.phase != RefundPhase.QUEUED or refund.livemode != livemode() or not _is_next(refund):
            return None
        refund.phase, refund.sent_at = RefundPhase.IN_FLIGHT, clock.now()
        refund.save(update_fields=["phase", "sent_at"])
        return refund


def _is_next(refund: Refund) -> bool:
    """Whether no refund of the same payment is in progress or was queued earlier."""
    others = Refund.objects.filter(attempt_id=refund.attempt_id).exclude(pk=refund.pk)
    if others.filter(phase__in=UNSETTLED).exists():
        return False
    return not others.filter(phase=RefundPhase.QUEUED, sequence__lt=refund.sequence).exists()


def _compare(refund: Refund, result: RefundResult) -> None:
    """Compare a late result with a person's decision."""
    done = refund.status == RefundStatus.SUCCEEDED
    if result.outcome in (RefundOutcome.SUCCEEDED, RefundOutcome.REFUSED) and done != (
        result.outcome is RefundOutcome.SUCCEEDED
    ):
        log_provider_message(
            provider=refund.attempt.provider,
            kind="refund",
            reference=refund.attempt.reference,
            attempt=refund.attempt,
            refund=refund,
            payload={"vnp_TransactionNo": result.provider_ref, "late": result.response_code},
            signature_ok=True,
            review_reason=ReviewReason.REFUND_CONFLICT,
        )
