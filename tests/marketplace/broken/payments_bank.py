"""The bank's transfers and VNPay's files, broken past every guard."""

from django.db.models import F, Value
from django.db.models.functions import Concat

from payments.models import (
    Attempt,
    BankNotification,
    BankTransfer,
    JournalEntry,
    SettlementDeposit,
    SettlementLine,
)
from tests.marketplace.broken import breaks


@breaks("payments.transfers-pay-what-they-match", "a matched transfer of another amount")
def _() -> None:
    BankTransfer.objects.filter(state="matched").update(amount=F("amount") + 1)


@breaks("payments.transfers-pay-what-they-match", "told by a feed, and no transfer that paid it")
def _() -> None:
    BankTransfer.objects.filter(state="matched").update(state="ignored")


@breaks("payments.unmatched-lies-in-suspense", "a question that was closed and left in suspense")
def _() -> None:
    BankTransfer.objects.filter(state="unmatched").update(state="decided")


@breaks("payments.unmatched-lies-in-suspense", "held for a transfer that is none")
def _() -> None:
    JournalEntry.objects.filter(reason="unmatched").update(reason_ref=Concat(Value("0"), F("reason_ref")))


@breaks("payments.transfers-were-told", "a transfer that nobody told")
def _() -> None:
    BankNotification.objects.filter(transfer__state="ignored").delete()


@breaks("payments.settlements-equal-ledger", "a line of another fee")
def _() -> None:
    SettlementLine.objects.update(fee=F("fee") + 1)


@breaks("payments.settlements-equal-ledger", "a settlement of no file")
def _() -> None:
    JournalEntry.objects.filter(reason="settlement").update(reason_ref="0:2026-01-01")


@breaks("payments.settlements-arrive-once", "a transfer of VNPay that is no day's money")
def _() -> None:
    SettlementDeposit.objects.all().delete()


@breaks("payments.settlements-arrive-once", "a day of another sum")
def _() -> None:
    SettlementDeposit.objects.update(amount=F("amount") + 1)


@breaks("payments.settlements-arrive-once", "a day's money that nobody decided")
def _() -> None:
    BankTransfer.objects.filter(decision__startswith="settlement:").update(decision="not_ours: x")


@breaks("payments.settled-is-ours", "settled, although it never came")
def _() -> None:
    SettlementLine.objects.update(kind="failed")


@breaks("payments.vnpay-owes-what-is-left", "a payment that was taken back without a word")
def _() -> None:
    Attempt.objects.filter(provider="vnpay", status="succeeded").update(amount=F("amount") + 1)
