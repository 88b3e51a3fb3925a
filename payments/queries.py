"""Reads of the room, for callers, payees and the reconciliation desk: a fixed number of statements each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from payments import chart, objects
from payments.errors import no_such_payment
from payments.models import (
    Attempt,
    LedgerAccount,
    LedgerEntry,
    PaymentIntent,
    ProviderCall,
    Refund,
    RefundStatus,
    Transfer,
)


def intents(ids: Iterable[str]) -> dict[str, objects.Intent]:
    """The intents of some ids (3 statements); unknown ids are left out."""
    rows = PaymentIntent.objects.filter(pk__in=list(ids)).prefetch_related("attempts", "refunds")
    return {row.pk: objects.intent(row) for row in rows}


def intent(intent_id: str) -> objects.Intent:
    """One intent (3 statements); raises NotFound."""
    found = intents([intent_id]).get(intent_id)
    if found is None:
        raise no_such_payment()
    return found


def intent_of_reference(reference: str) -> str | None:
    """Whose attempt a provider's reference is (vnp_TxnRef)."""
    return Attempt.objects.filter(reference=reference).values_list("intent_id", flat=True).first()


def transfers_of(payees: Iterable[str]) -> QuerySet[Transfer]:
    """Transfers to the payees that the caller may see, latest first."""
    return Transfer.objects.filter(payee_id__in=list(payees)).order_by("-created_at", "-pk")


def balances(payees: Iterable[str]) -> dict[str, objects.Balance]:
    """What is owed to each of the payees that the caller may see (1 statement)."""
    payees = list(payees)
    sums = (
        LedgerEntry.objects.filter(account__payee_id__in=payees)
        .values("account__payee_id")
        .annotate(
            pending=Sum("amount", filter=Q(account__code=chart.PAYEE_PENDING), default=0),
            available=Sum("amount", filter=Q(account__code=chart.PAYEE_AVAILABLE), default=0),
        )
    )
    found = {row["account__payee_id"]: objects.Balance(-row["pending"], -row["available"]) for row in sums}
    return {payee: found.get(payee, objects.Balance(0, 0)) for payee in payees}


def statement(payee: str, limit: int = 500) -> list[objects.StatementLine]:
    """A payee's movements, latest first (1 statement)."""
    codes = [chart.PAYEE_PENDING, chart.PAYEE_AVAILABLE, chart.MEMO_SALES]
    entries = (
        LedgerEntry.objects.filter(account__payee_id=payee, account__code__in=codes)
        .select_related("transaction", "account")
        .order_by("-pk")[:limit]
    )
    return [
        objects.StatementLine(
            created=entry.transaction.created_at,
            type="cash" if entry.account.code == chart.MEMO_SALES else entry.transaction.cause,
            amount=-entry.amount,
            reference=entry.transaction.reference,
            payment_intent=entry.transaction.intent_id,
        )
        for entry in entries
    ]


def reviews_open() -> QuerySet[PaymentIntent]:
    """Payments that wait for a person, oldest first, with their attempts (2 statements)."""
    return PaymentIntent.objects.filter(review=True).prefetch_related("attempts").order_by("sequence")


def open_questions() -> QuerySet[ProviderCall]:
    """Signed calls that fitted nothing and that nobody has answered, oldest first."""
    asked = ProviderCall.objects.exclude(open_question="").filter(decided_at=None)
    return asked.select_related("attempt").order_by("at", "pk")


def calls_of(intent_id: str) -> QuerySet[ProviderCall]:
    """Everything that providers said of an intent, in order: the evidence."""
    return ProviderCall.objects.filter(attempt__intent_id=intent_id).order_by("pk")


def refunds_queued() -> QuerySet[Refund]:
    """Refunds that have not reached the buyer, oldest first, with the visit whose money it is."""
    return Refund.objects.filter(status=RefundStatus.PENDING).select_related("intent", "attempt").order_by("created_at")


@dataclass(frozen=True)
class TrialLine:
    """One kind of account: its sum, debit positive."""

    code: str
    book: str
    livemode: bool
    accounts: int
    sum: int


def trial_balance() -> list[TrialLine]:
    """Every account's sum by code (1 statement); each book of each mode comes to zero."""
    held = (
        LedgerEntry.objects.filter(account=OuterRef("pk")).values("account").annotate(sum=Sum("amount")).values("sum")
    )
    rows = (
        LedgerAccount.objects.annotate(held=Subquery(held))
        .values("livemode", "book", "code")
        .annotate(accounts=Count("pk"), sum=Sum("held", default=0))
        .order_by("livemode", "book", "code")
    )
    return [TrialLine(r["code"], r["book"], r["livemode"], r["accounts"], int(r["sum"])) for r in rows]
