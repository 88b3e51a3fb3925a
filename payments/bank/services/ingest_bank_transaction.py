"""Ingest a bank transaction reported by a feed: stored once, whichever feeds report it, and matched to its payment."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import count

from django.db import transaction

from core import outbox
from payments.bank.feeds.base import TransactionNotification
from payments.bank.identity import are_near, identity_of_reference, identity_of_words, reference_key, texts_match
from payments.bank.services.match_bank_transaction import Match, match_bank_transaction
from payments.bank.suspense import clear_suspense, post_to_suspense
from payments.base.locks import lock_account
from payments.models import BankAccount, BankFeed, BankNotification, BankTransfer, TransferState
from payments.providers.vnpay.protocol import names_vnpay

UNMATCHED = "bank_transaction.unmatched"
_ANOTHER_DAY = timedelta(days=1)


class IngestOutcome(StrEnum):
    """What was done with a notification."""

    NEW = "new"
    REPEATED = "repeated"  # this feed has reported it before
    CORROBORATED = "corroborated"  # another feed has reported it
    OUTGOING = "outgoing"
    OTHER_ACCOUNT = "other_account"


@dataclass(frozen=True)
class IngestResult:
    outcome: IngestOutcome
    transfer: BankTransfer | None = None


def ingest_bank_transaction(*, feed: BankFeed, notification: TransactionNotification) -> IngestResult:
    """Store the transfer and complete its payment in one transaction.

    An unmatched transfer is published as `bank_transaction.unmatched`. Debits are not stored, nor the text of unrelated
    transfers into a seller's account. The caller handles accounts that are not the feed owner's.
    """
    if notification.amount <= 0:
        return IngestResult(IngestOutcome.OUTGOING)
    with transaction.atomic():
        account = account_of(feed, notification)
        if account is None:
            return IngestResult(IngestOutcome.OTHER_ACCOUNT)
        lock_account(account)
        known = (
            BankNotification.objects.filter(feed=feed, external_id=notification.external_id)
            .select_related("transfer")
            .first()
        )
        if known is not None:
            return IngestResult(IngestOutcome.REPEATED, known.transfer)
        transfer = _find_existing(account, feed, notification)
        if transfer is None:
            outcome, transfer = IngestOutcome.NEW, _write(account, feed, notification)
        else:
            outcome = IngestOutcome.CORROBORATED
            _merge(transfer, account, feed, notification)
        payload = {} if transfer.state == TransferState.IGNORED else dict(notification.payload or {})
        BankNotification.objects.create(
            feed=feed, external_id=notification.external_id, transfer=transfer, payload=payload
        )
        if transfer.state == TransferState.UNMATCHED:
            outbox.publish(UNMATCHED, {"id": transfer.pk})
        return IngestResult(outcome, transfer)


def account_of(feed: BankFeed, notification: TransactionNotification) -> BankAccount | None:
    """The account of a notification: the feed's, or another one of the same owner, since a feed may watch several.

    None where it is neither.
    """
    numbers = ["".join(number.split()).upper() for number in notification.account_numbers if number]
    own = feed.account
    linked = notification.order_code is not None and feed.links.filter(order_code=notification.order_code).exists()
    if own.number in numbers or linked:
        return own
    return BankAccount.objects.filter(payee_id=own.payee_id, livemode=own.livemode, number__in=numbers).first()


def _find_existing(account: BankAccount, feed: BankFeed, notification: TransactionNotification) -> BankTransfer | None:
    """The same transfer as reported by another feed, or by this one under another id."""
    key = reference_key(notification.bank_reference, notification.booked_at)
    if key:
        identity = identity_of_reference(account.pk, notification.amount, key)
        if same := BankTransfer.objects.filter(identity=identity).first():
            return same
    near = BankTransfer.objects.filter(
        account=account,
        amount=notification.amount,
        booked_at__range=(notification.booked_at - _ANOTHER_DAY, notification.booked_at + _ANOTHER_DAY),
    )
    if key:
        near = near.filter(bank_reference="")  # two different bank references are two transfers
    # A feed reports each transfer under one id: a transfer that this feed reported under another id is a different one.
    for transfer in near.exclude(notifications__feed=feed).order_by("pk"):
        if are_near(transfer.booked_at, notification.booked_at) and texts_match(transfer.content, notification.content):
            return transfer
    return None


def _write(account: BankAccount, feed: BankFeed, notification: TransactionNotification) -> BankTransfer:
    match = match_bank_transaction(account=account, notification=notification, confirmed_by=feed.kind)
    transfer = BankTransfer.objects.create(
        account=account,
        livemode=account.livemode,
        amount=notification.amount,
        content="" if match.state == TransferState.IGNORED else notification.content[:500],
        bank_reference=notification.bank_reference[:80],
        identity=_new_identity(account, notification),
        booked_at=notification.booked_at,
        first_reported_by=feed.kind,
        state=match.state,
        unmatched_reason=match.unmatched_reason,
        attempt=match.attempt,
    )
    post_to_suspense(transfer)
    return transfer


def _new_identity(account: BankAccount, notification: TransactionNotification) -> str:
    if key := reference_key(notification.bank_reference, notification.booked_at):
        return identity_of_reference(account.pk, notification.amount, key)
    identities = (
        identity_of_words(account.pk, notification.amount, notification.booked_at, notification.content, n)
        for n in count()
    )
    return next(identity for identity in identities if not BankTransfer.objects.filter(identity=identity).exists())


def _merge(transfer: BankTransfer, account: BankAccount, feed: BankFeed, notification: TransactionNotification) -> None:
    """Add what a second report knows: the bank reference, or a code that the first one lacked."""
    if not transfer.bank_reference and (key := reference_key(notification.bank_reference, notification.booked_at)):
        transfer.bank_reference = notification.bank_reference[:80]
        transfer.identity = identity_of_reference(account.pk, transfer.amount, key)
        transfer.save(update_fields=["bank_reference", "identity"])
    if transfer.state not in (TransferState.IGNORED, TransferState.UNMATCHED):
        return
    match = match_bank_transaction(account=account, notification=notification, confirmed_by=feed.kind)
    if match.state == TransferState.MATCHED or (
        transfer.state == TransferState.IGNORED and match.state == TransferState.UNMATCHED
    ):
        _apply_match(transfer, match, notification)
    elif account.payee_id is None and names_vnpay(notification.content) and not names_vnpay(transfer.content):
        transfer.content = notification.content[:500]
        transfer.save(update_fields=["content"])


def _apply_match(transfer: BankTransfer, match: Match, notification: TransactionNotification) -> None:
    clear_suspense(transfer, "matched")
    transfer.state, transfer.unmatched_reason, transfer.attempt = match.state, match.unmatched_reason, match.attempt
    transfer.content = transfer.content or notification.content[:500]
    transfer.save(update_fields=["state", "unmatched_reason", "attempt", "content"])
