"""Transfers, balances and payouts, broken past every guard."""

from django.db.models import F, Value
from django.db.models.functions import Concat

from core import clock
from payments.models import (
    BalanceTransaction,
    JournalEntry,
    LedgerEntry,
    Payout,
    Transfer,
    TransferReversal,
)
from tests.marketplace.broken import breaks


@breaks("payments.transfers-equal-ledger", "a transfer of another amount")
def _() -> None:
    Transfer.objects.update(amount=F("amount") + 1)


@breaks("payments.transfers-equal-ledger", "a reversal of another amount")
def _() -> None:
    TransferReversal.objects.update(amount=F("amount") + 1)


@breaks("payments.transfers-equal-ledger", "a movement to a payee, and no transfer that says so")
def _() -> None:
    JournalEntry.objects.filter(reason="transfer").update(reason_ref=Concat(F("reason_ref"), Value("x")))


@breaks("payments.reversals-add-up", "two transfers of one payee, wrong by the same sum")
def _() -> None:
    reversed_transfer = Transfer.objects.latest("reversed")
    other = Transfer.objects.filter(payee=reversed_transfer.payee).earliest("reversed")
    Transfer.objects.filter(pk=other.pk).update(reversed=reversed_transfer.reversed)
    Transfer.objects.filter(pk=reversed_transfer.pk).update(reversed=other.reversed)


@breaks("payments.owed-equals-history", "a release that moved nothing")
def _() -> None:
    Transfer.objects.filter(reversed=0, released_at=None).update(released_at=clock.now())


@breaks("payments.payouts-equal-ledger", "a payout that says it was called off")
def _() -> None:
    Payout.objects.update(status="canceled")


@breaks("payments.payouts-have-a-destination", "a payout to no account")
def _() -> None:
    Payout.objects.update(bank_account_no="")


@breaks("payments.payouts-were-covered", "a release that came after its payout")
def _() -> None:
    sent = JournalEntry.objects.get(reason="payout")
    late = JournalEntry.objects.create(reason="release", reason_ref="late", livemode=sent.livemode)
    LedgerEntry.objects.filter(transaction__reason="release").update(transaction=late)


@breaks("payments.ledger.journal-lines-equal-ledger", "a line of a balance too much")
def _() -> None:
    BalanceTransaction.objects.filter(payee=None).update(amount=F("amount") + 1, net=F("net") + 1)


@breaks("payments.ledger.journal-lines-equal-ledger", "a payee's lines forgotten")
def _() -> None:
    BalanceTransaction.objects.exclude(payee=None).delete()
