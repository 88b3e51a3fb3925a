"""Resolve a difference between a settlement file and our rows by a person's decision: once, in writing, audited."""

from collections.abc import Callable
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments.base.locks import lock_intent
from payments.base.operator import require_note, require_operator
from payments.intents.services.complete_attempt import complete_attempt
from payments.intents.services.resolve_review import resolve_review
from payments.models import (
    Attempt,
    AttemptStatus,
    ConfirmationSource,
    LineOutcome,
    RefundFailureReason,
    RefundStatus,
    SettlementLine,
)
from payments.providers.results import AttemptResult, Outcome
from payments.providers.vnpay.messages import VNPayData
from payments.reconciliation.matching import PAID_STATUSES
from payments.reconciliation.posting import post_line
from payments.reconciliation.resolutions import resolutions
from payments.refunds.services.complete_refund import fail_refund, succeed_refund


def resolve_line(*, line_id: int, decision: str, note: str, actor: User) -> SettlementLine:
    """Do what `decision` (a LineOutcome that `options` offers for the line) says, with its ground in writing.

    Raises Forbidden, NotFound, or DomainError: REQUIRED without a note, ALREADY_DECIDED, DECISION_IMPOSSIBLE where the
    line does not allow it (any more), REVIEW_FIRST where an older attempt of the payment is in review.
    """
    note = require_note(note)
    require_operator(actor)
    with transaction.atomic():
        line = _lock(line_id)
        if not line.is_open:
            raise DomainError(_("Dòng này đã có người quyết định."), code="ALREADY_DECIDED")
        if decision not in [option.outcome for option in resolutions(line)]:
            raise DomainError(_("Không làm được việc này với dòng này nữa."), code="DECISION_IMPOSSIBLE")
        outcome = LineOutcome(decision)
        # Decided first: later steps may settle the payment's other lines, and must skip this one.
        line.outcome = outcome
        line.decided_at, line.decided_by, line.decision = clock.now(), actor, note
        line.save(update_fields=["outcome", "decided_at", "decided_by", "decision"])
        if act := _ACTS.get(outcome):
            act(line, actor, note)
            line.save(update_fields=["settled"])
        if outcome in _POSTED:
            post_line(line)
        record_audit(
            actor=actor,
            action="settlement.decide",
            obj=line,
            before={"difference": line.difference},
            after={"outcome": str(outcome), "reference": line.reference, "amount": line.amount, "note": note},
        )
        return line


def _lock(line_id: int) -> SettlementLine:
    """The line, its payment locked before it: the order of every settlement."""
    found = SettlementLine.objects.filter(pk=line_id).values_list("pk", "attempt__intent_id").first()
    if found is None:
        raise NotFound(_("Không tìm thấy dòng này."))
    if found[1]:
        lock_intent(found[1])
    line = lock_row(SettlementLine.objects.filter(pk=line_id).select_related("file", "attempt", "refund"))
    if line is None:
        raise AssertionError("settlement lines are never deleted")
    return line


def _take_as_paid(line: SettlementLine, actor: User, note: str) -> None:
    """Complete the attempt as paid; a review that this opens is resolved by the same person."""
    result = AttemptResult(
        Outcome.SUCCEEDED,
        provider_ref=line.provider_ref,
        response_code="00",
        paid_at=datetime.combine(line.day, time.min, clock.VIETNAM),  # the file's day; the hour is not stored
        data=VNPayData(transaction_status="00").result_document(),
    )
    complete_attempt(reference=line.reference, result=result, confirmed_by=ConfirmationSource.OPERATOR)
    attempt = Attempt.objects.get(reference=line.reference)
    if attempt.status == AttemptStatus.REVIEW:
        _require_next_in_review(attempt)
        resolve_review(intent_id=attempt.intent_id, paid=True, actor=actor, note=note)
        attempt.refresh_from_db()
    if attempt.status not in PAID_STATUSES:
        raise AssertionError(f"{attempt.reference} is {attempt.status} after the operator's decision")
    line.attempt = attempt
    line.settled = True


def _require_next_in_review(attempt: Attempt) -> None:
    older = Attempt.objects.filter(intent=attempt.intent_id, status=AttemptStatus.REVIEW, pk__lt=attempt.pk)
    if older.exists():
        raise DomainError(
            _("Khoản này còn một lần trả cũ hơn cần xem. Vui lòng quyết định lần ấy trước ở “Khoản cần xem”."),
            code="REVIEW_FIRST",
        )


def _take_as_refunded(line: SettlementLine, actor: User, note: str) -> None:
    if line.refund is None:
        raise AssertionError("only a refund is taken as refunded")
    line.refund = succeed_refund(refund_id=line.refund.pk, provider_ref=line.provider_ref, proof=line.file.name)
    line.settled = True


def _take_as_refused(line: SettlementLine, actor: User, note: str) -> None:
    if line.refund is None:
        raise AssertionError("only a refund is refused")
    fail_refund(refund_id=line.refund.pk, reason=RefundFailureReason.DECLINED)


def _accept(line: SettlementLine, actor: User, note: str) -> None:
    """Take their amount: our row is settled in full, the operator bears the rest."""
    if line.refund is not None and line.refund.status != RefundStatus.SUCCEEDED:
        _take_as_refunded(line, actor, note)
    line.settled = True


# The other decisions change none of our rows: they only choose the account for the line's money.
_ACTS: dict[LineOutcome, Callable[[SettlementLine, User, str], None]] = {
    LineOutcome.PAID: _take_as_paid,
    LineOutcome.REFUNDED: _take_as_refunded,
    LineOutcome.REFUSED: _take_as_refused,
    LineOutcome.ACCEPT: _accept,
}
_POSTED = (
    LineOutcome.PAID,
    LineOutcome.REFUNDED,
    LineOutcome.ACCEPT,
    LineOutcome.SUSPENSE,
    LineOutcome.LOSS,
    LineOutcome.RECOVER,
)
