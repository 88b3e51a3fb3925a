"""Which payment a bank transfer pays for: by the code in its words and the exact amount, or a question for a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from core import clock
from payments.feeds.base import Notice
from payments.feeds.services.confirm_declared import confirm_declared, declared_alone
from payments.locks import lock_attempt
from payments.models import (
    Attempt,
    AttemptStatus,
    BankAccount,
    IntentStatus,
    PaymentIntent,
    PaymentLink,
    Question,
    TransferState,
)
from payments.providers.base import Outcome, Told
from payments.providers.vietqr.codes import find_codes, is_damaged
from payments.services.settle_attempt import Settlement, settle_attempt


@dataclass(frozen=True)
class Match:
    """What became of a transfer."""

    state: TransferState
    question: str = ""
    attempt: Attempt | None = None


def match_transfer(*, account: BankAccount, notice: Notice, told_by: str) -> Match:
    """Settle the attempt that the transfer pays for, in the caller's transaction; never by guessing.

    Into a payee's own account comes money that is none of our business: without a code of ours it is ignored.
    """
    attempts, codes = _attempts(account, notice)
    if attempts:
        return _choose([_compare(account, notice, attempt) for attempt in attempts], notice, told_by)
    if codes or is_damaged(notice.content):
        return Match(TransferState.QUESTION, Question.UNKNOWN_CODE)
    if account.payee_id is not None:
        return Match(TransferState.IGNORED)
    return Match(TransferState.QUESTION, Question.NO_CODE)


def _attempts(account: BankAccount, notice: Notice) -> tuple[list[Attempt], list[str]]:
    """The attempts that the transfer names, and the codes in it."""
    codes = find_codes(notice.content)
    named = Attempt.objects.filter(provider="vietqr", intent__livemode=account.livemode)
    if notice.order_code is not None:
        linked = named.filter(link__order_code=notice.order_code, link__feed__account=account).first()
        if linked is not None:
            return [linked], codes
    return list(named.filter(reference__in=codes).order_by("intent_id", "pk")), codes


@dataclass(frozen=True)
class _Compared:
    intent: PaymentIntent
    attempt: Attempt
    question: str  # "" where it fits


def _compare(account: BankAccount, notice: Notice, named: Attempt) -> _Compared:
    """The attempt, locked, and what speaks against it."""
    intent, attempt = lock_attempt(named.reference)
    doubt = _doubt(account, notice, intent, attempt)
    if doubt == Question.TWICE and (declared := declared_alone(intent)):
        return _Compared(intent, declared, "")  # the money that the payee spoke of
    return _Compared(intent, attempt, doubt)


def _doubt(account: BankAccount, notice: Notice, intent: PaymentIntent, attempt: Attempt) -> str:
    if not _was_shown(account, attempt):
        return Question.OTHER_ACCOUNT
    if notice.amount < attempt.amount:
        return Question.TOO_LITTLE
    if notice.amount > attempt.amount:
        return Question.TOO_MUCH
    if intent.status == IntentStatus.SUCCEEDED:
        return Question.TWICE
    if intent.status == IntentStatus.CANCELED or attempt.status != AttemptStatus.OPEN:
        return Question.LATE
    return ""


def _was_shown(account: BankAccount, attempt: Attempt) -> bool:
    if attempt.intent.payee_id != account.payee_id:
        return False
    if (attempt.bank_bin, attempt.bank_account_no) == (account.bin, account.number):
        return True
    return PaymentLink.objects.filter(attempt=attempt, feed__account=account).exists()


def _choose(compared: Sequence[_Compared], notice: Notice, told_by: str) -> Match:
    """The one that fits. A text may name several: an old code left in the bank's form beside the new one."""
    fitting = [one for one in compared if not one.question]
    if len(fitting) != 1:
        doubted = compared[0]
        return Match(TransferState.QUESTION, doubted.question or Question.TOO_LITTLE, doubted.attempt)
    attempt = fitting[0].attempt
    if attempt.status == AttemptStatus.SUCCEEDED:
        confirm_declared(attempt, told_by=told_by, bank_reference=notice.bank_reference, booked_at=notice.booked_at)
    elif settle_attempt(reference=attempt.reference, told=_told(notice), told_by=told_by) is not Settlement.SETTLED:
        return Match(TransferState.QUESTION, Question.LATE, attempt)
    return Match(TransferState.MATCHED, attempt=attempt)


def _told(notice: Notice) -> Told:
    return Told(
        Outcome.SUCCEEDED,
        provider_ref=notice.bank_reference[:40],
        paid_at=f"{clock.local(notice.booked_at):%Y%m%d%H%M%S}",
    )
