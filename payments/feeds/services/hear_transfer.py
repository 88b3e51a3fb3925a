"""Take what a feed tells of a transfer: once and for ever, whichever feeds tell it, and match it with what it pays."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import count

from django.db import transaction

from payments.feeds.base import Notice
from payments.feeds.identity import (
    are_near,
    identity_of_reference,
    identity_of_words,
    reference_key,
    say_the_same,
)
from payments.feeds.locks import lock_account
from payments.feeds.services.hold_unmatched import hold_unmatched, let_go
from payments.feeds.services.match_transfer import Match, match_transfer
from payments.models import BankAccount, BankFeed, BankNotice, BankTransfer, TransferState
from payments.reconcile.arrivals import says_vnpay
from payments.reconcile.services.recognise_settlement import recognise_settlement

_ANOTHER_DAY = timedelta(days=1)


class Hearing(StrEnum):
    """What a telling was."""

    NEW = "new"
    KNOWN = "known"  # this feed has told it before
    AGAIN = "again"  # another feed has
    OUTGOING = "outgoing"
    OTHER_ACCOUNT = "other_account"


@dataclass(frozen=True)
class Heard:
    hearing: Hearing
    transfer: BankTransfer | None = None


def hear_transfer(*, feed: BankFeed, notice: Notice) -> Heard:
    """One transaction: the transfer is written and its payment settled, or neither.

    One that is VNPay's settlement beyond doubt is known at once. What went out is not ours to keep, nor the words of
    what came into a seller's account for something else. An account that is not the feed's owner's is left to the
    caller.
    """
    if notice.amount <= 0:
        return Heard(Hearing.OUTGOING)
    with transaction.atomic():
        account = account_of(feed, notice)
        if account is None:
            return Heard(Hearing.OTHER_ACCOUNT)
        lock_account(account)
        known = BankNotice.objects.filter(feed=feed, external_id=notice.external_id).select_related("transfer").first()
        if known is not None:
            return Heard(Hearing.KNOWN, known.transfer)
        transfer = _told_before(account, feed, notice)
        if transfer is None:
            hearing, transfer = Hearing.NEW, _write(account, feed, notice)
        else:
            hearing = Hearing.AGAIN
            _learn(transfer, account, feed, notice)
        said = {} if transfer.state == TransferState.IGNORED else dict(notice.payload or {})
        BankNotice.objects.create(feed=feed, external_id=notice.external_id, transfer=transfer, payload=said)
        if transfer.state == TransferState.QUESTION and recognise_settlement(transfer_id=transfer.pk):
            transfer.refresh_from_db()
        return Heard(hearing, transfer)


def account_of(feed: BankFeed, notice: Notice) -> BankAccount | None:
    """Which account was told of: the feed's, or another of the same owner, since a feed may watch several."""
    numbers = ["".join(number.split()).upper() for number in notice.account_numbers if number]
    own = feed.account
    linked = notice.order_code is not None and feed.links.filter(order_code=notice.order_code).exists()
    if own.number in numbers or linked:
        return own
    return BankAccount.objects.filter(payee_id=own.payee_id, livemode=own.livemode, number__in=numbers).first()


def _told_before(account: BankAccount, feed: BankFeed, notice: Notice) -> BankTransfer | None:
    """The same transfer as another feed told it, or this one under another id."""
    key = reference_key(notice.bank_reference, notice.booked_at)
    if key:
        identity = identity_of_reference(account.pk, notice.amount, key)
        if same := BankTransfer.objects.filter(identity=identity).first():
            return same
    near = BankTransfer.objects.filter(
        account=account,
        amount=notice.amount,
        booked_at__range=(notice.booked_at - _ANOTHER_DAY, notice.booked_at + _ANOTHER_DAY),
    )
    if key:
        near = near.filter(bank_reference="")  # two different numbers of the bank are two transfers
    # A feed tells each transfer under one id: what this feed has told already is another one.
    for transfer in near.exclude(notices__feed=feed).order_by("pk"):
        if are_near(transfer.booked_at, notice.booked_at) and say_the_same(transfer.content, notice.content):
            return transfer
    return None


def _write(account: BankAccount, feed: BankFeed, notice: Notice) -> BankTransfer:
    match = match_transfer(account=account, notice=notice, told_by=feed.kind)
    transfer = BankTransfer.objects.create(
        account=account,
        livemode=account.livemode,
        amount=notice.amount,
        content="" if match.state == TransferState.IGNORED else notice.content[:500],
        bank_reference=notice.bank_reference[:80],
        identity=_new_identity(account, notice),
        booked_at=notice.booked_at,
        first_told_by=feed.kind,
        state=match.state,
        question=match.question,
        attempt=match.attempt,
    )
    hold_unmatched(transfer)
    return transfer


def _new_identity(account: BankAccount, notice: Notice) -> str:
    if key := reference_key(notice.bank_reference, notice.booked_at):
        return identity_of_reference(account.pk, notice.amount, key)
    alike = (identity_of_words(account.pk, notice.amount, notice.booked_at, notice.content, n) for n in count())
    return next(identity for identity in alike if not BankTransfer.objects.filter(identity=identity).exists())


def _learn(transfer: BankTransfer, account: BankAccount, feed: BankFeed, notice: Notice) -> None:
    """A second telling may know more: the bank's number, or a code where the first had none."""
    if not transfer.bank_reference and (key := reference_key(notice.bank_reference, notice.booked_at)):
        transfer.bank_reference = notice.bank_reference[:80]
        transfer.identity = identity_of_reference(account.pk, transfer.amount, key)
        transfer.save(update_fields=["bank_reference", "identity"])
    if transfer.state not in (TransferState.IGNORED, TransferState.QUESTION):
        return
    match = match_transfer(account=account, notice=notice, told_by=feed.kind)
    if match.state == TransferState.MATCHED or (
        transfer.state == TransferState.IGNORED and match.state == TransferState.QUESTION
    ):
        _take(transfer, match, notice)
    elif account.payee_id is None and says_vnpay(notice.content) and not says_vnpay(transfer.content):
        transfer.content = notice.content[:500]
        transfer.save(update_fields=["content"])


def _take(transfer: BankTransfer, match: Match, notice: Notice) -> None:
    let_go(transfer, "matched")
    transfer.state, transfer.question, transfer.attempt = match.state, match.question, match.attempt
    transfer.content = transfer.content or notice.content[:500]
    transfer.save(update_fields=["state", "question", "attempt", "content"])
