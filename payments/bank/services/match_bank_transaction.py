"""Match a bank transfer to a payment by the code in its text and the exact amount; else a person must decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from payments.bank.feeds.base import TransactionNotification
from payments.bank.services.confirm_declared import confirm_declared, declared_alone
from payments.base.locks import lock_attempt
from payments.intents.services.complete_attempt import Completion, complete_attempt
from payments.models import (
    Attempt,
    AttemptStatus,
    BankAccount,
    IntentStatus,
    PaymentIntent,
    PaymentLink,
    TransferState,
    UnmatchedReason,
)
from payments.providers import instructions_of, methods_confirmed_by
from payments.providers.base import ConfirmedBy
from payments.providers.results import AttemptResult, Outcome
from payments.providers.vietqr.transfer_code import find_codes, is_damaged


@dataclass(frozen=True)
class Match:
    """The result of matching a transfer."""

    state: TransferState
    unmatched_reason: str = ""
    attempt: Attempt | None = None


def match_bank_transaction(*, account: BankAccount, notification: TransactionNotification, confirmed_by: str) -> Match:
    """Complete the attempt that the transfer pays, in the caller's transaction. Nothing is guessed.

    Transfers into a payee's own account without a code of ours are ignored: they are not our business.
    """
    attempts, codes = _attempts(account, notification)
    if attempts:
        return _choose([_compare(account, notification, attempt) for attempt in attempts], notification, confirmed_by)
    if codes or is_damaged(notification.content):
        return Match(TransferState.UNMATCHED, UnmatchedReason.UNKNOWN_CODE)
    if account.payee_id is not None:
        return Match(TransferState.IGNORED)
    return Match(TransferState.UNMATCHED, UnmatchedReason.NO_CODE)


def _attempts(account: BankAccount, notification: TransactionNotification) -> tuple[list[Attempt], list[str]]:
    """The attempts that the transfer's text names, and the codes in it."""
    codes = find_codes(notification.content)
    named = Attempt.objects.filter(
        provider__in=methods_confirmed_by(ConfirmedBy.BANK_TRANSFER), intent__livemode=account.livemode
    )
    if notification.order_code is not None:
        linked = named.filter(link__order_code=notification.order_code, link__feed__account=account).first()
        if linked is not None:
            return [linked], codes
    return list(named.filter(reference__in=codes).order_by("intent_id", "pk")), codes


@dataclass(frozen=True)
class _Compared:
    intent: PaymentIntent
    attempt: Attempt
    unmatched_reason: str  # "" where it fits


def _compare(account: BankAccount, notification: TransactionNotification, named: Attempt) -> _Compared:
    """The attempt, locked, and why the transfer does not fit it."""
    intent, attempt = lock_attempt(named.reference)
    doubt = _doubt(account, notification, intent, attempt)
    if doubt == UnmatchedReason.TWICE and (declared := declared_alone(intent)):
        return _Compared(intent, declared, "")  # the transfer that the payee declared
    return _Compared(intent, attempt, doubt)


def _doubt(account: BankAccount, notification: TransactionNotification, intent: PaymentIntent, attempt: Attempt) -> str:
    if not _was_shown(account, attempt):
        return UnmatchedReason.OTHER_ACCOUNT
    if notification.amount < attempt.amount:
        return UnmatchedReason.TOO_LITTLE
    if notification.amount > attempt.amount:
        return UnmatchedReason.TOO_MUCH
    if intent.status == IntentStatus.SUCCEEDED:
        return UnmatchedReason.TWICE
    if intent.status == IntentStatus.CANCELED or attempt.status != AttemptStatus.OPEN:
        return UnmatchedReason.LATE
    return ""


def _was_shown(account: BankAccount, attempt: Attempt) -> bool:
    if attempt.intent.payee_id != account.payee_id:
        return False
    shown = instructions_of(attempt)
    if shown and (shown.bank_bin, shown.account_number) == (account.bin, account.number):
        return True
    return PaymentLink.objects.filter(attempt=attempt, feed__account=account).exists()


def _choose(compared: Sequence[_Compared], notification: TransactionNotification, confirmed_by: str) -> Match:
    """The attempt that fits. A text may hold several codes: an old one left in the bank's form beside the new one."""
    fitting = [one for one in compared if not one.unmatched_reason]
    if len(fitting) != 1:
        doubted = compared[0]
        return Match(TransferState.UNMATCHED, doubted.unmatched_reason or UnmatchedReason.TOO_LITTLE, doubted.attempt)
    attempt = fitting[0].attempt
    if attempt.status == AttemptStatus.SUCCEEDED:
        confirm_declared(
            attempt,
            confirmed_by=confirmed_by,
            bank_reference=notification.bank_reference,
            booked_at=notification.booked_at,
        )
    elif (
        complete_attempt(reference=attempt.reference, result=_result(notification), confirmed_by=confirmed_by)
        is not Completion.APPLIED
    ):
        return Match(TransferState.UNMATCHED, UnmatchedReason.LATE, attempt)
    return Match(TransferState.MATCHED, attempt=attempt)


def _result(notification: TransactionNotification) -> AttemptResult:
    return AttemptResult(
        Outcome.SUCCEEDED,
        provider_ref=notification.bank_reference[:40],
        paid_at=notification.booked_at,
    )
