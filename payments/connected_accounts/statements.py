"""A payee's monthly statement: every change of its balance, from the opening balance to the closing balance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q, Sum

from core import clock
from payments.ledger import chart
from payments.models import BalanceTransaction, LedgerEntry

SALE, REVERSAL = "payment", "payment_refund"
SENT, RETURNED = "payout", ("payout_cancel", "payout_failure")


@dataclass(frozen=True)
class BalanceLine:
    """One change of a payee's balance. Amounts in đồng, in positive, out negative; deductions are positive."""

    at: datetime
    type: str  # Stripe's name: "payment", "payment_refund", "payout", "payout_cancel", "payout_failure" …
    source: str  # py_… or po_…
    amount: int
    commission: int
    tax: int
    net: int  # amount less commission and tax
    balance: int  # after it: pending and available together
    reference: str  # the caller's own name for it: an order's code, a payout's code
    available_on: datetime | None  # None: the return window is open


@dataclass(frozen=True)
class Statement:
    """A month of a payee. `opening` plus every line's net is `closing`, and both are the ledger's."""

    month: date
    opening: int
    lines: list[BalanceLine]
    first_month: date | None  # of the first line ever; None: there is none

    @property
    def closing(self) -> int:
        return self.opening + sum(line.net for line in self.lines)

    @property
    def sold(self) -> int:
        return sum(line.amount for line in self.lines if line.type == SALE)

    @property
    def sales(self) -> int:
        """The number of sales."""
        return sum(line.type == SALE for line in self.lines)

    @property
    def reversed(self) -> int:
        """Refunded to buyers, before the commission and tax that were returned with it."""
        return -sum(line.amount for line in self.lines if line.type == REVERSAL)

    @property
    def commission(self) -> int:
        """Commission kept, less what was returned."""
        return sum(line.commission for line in self.lines)

    @property
    def tax(self) -> int:
        """Tax withheld, less what was returned."""
        return sum(line.tax for line in self.lines)

    @property
    def sent(self) -> int:
        return -sum(line.net for line in self.lines if line.type == SENT)

    @property
    def returned(self) -> int:
        """Payouts that were cancelled or rejected by the bank."""
        return sum(line.net for line in self.lines if line.type in RETURNED)

    @property
    def other(self) -> int:
        return self.closing - self.opening - (
            self.sold - self.reversed - self.commission - self.tax - self.sent + self.returned
        )  # fmt: skip


@dataclass(frozen=True)
class OwnMoney:
    """Money that buyers paid directly to the payee: shown beside, never owed, nothing withheld."""

    at: datetime
    method: str  # payment method type
    amount: int  # đồng; negative where it was refunded
    reference: str


def month_of(payee: str, month: date) -> Statement:
    """A Vietnamese month, named by its first day (2 statements)."""
    start, end = clock.month_span(month)
    rows = BalanceTransaction.objects.filter(payee=payee)
    known = rows.aggregate(before=Sum("net", filter=Q(created_at__lt=start), default=0), first=Min("created_at"))
    within = rows.filter(created_at__gte=start, created_at__lt=end).select_related("journal_entry")
    return Statement(
        month=month,
        opening=known["before"],
        lines=_lines(known["before"], within.order_by("created_at", "sequence")),
        first_month=clock.month_of(known["first"]) if known["first"] else None,
    )


def on_hold(payee: str) -> dict[str, int]:
    """Pending money by the caller's reference (1 statement); zero sums are left out."""
    pending = BalanceTransaction.objects.filter(payee=payee, available_on=None)
    sums = (
        pending.values_list("journal_entry__reference").annotate(held=Sum("net")).order_by("journal_entry__reference")
    )
    return {reference: held for reference, held in sums if held}


def own_money(payee: str, month: date) -> list[OwnMoney]:
    """What buyers paid directly to the payee in a month, in order (1 statement)."""
    start, end = clock.month_span(month)
    entries = LedgerEntry.objects.filter(
        account__payee=payee, account__code=chart.MEMO_SALES, transaction__created_at__gte=start
    ).filter(transaction__created_at__lt=end)
    return [
        OwnMoney(
            at=entry.transaction.created_at,
            method=entry.transaction.intent.payment_method_type if entry.transaction.intent else "",
            amount=-entry.amount,
            reference=entry.transaction.reference,
        )
        for entry in entries.select_related("transaction__intent").order_by("transaction__created_at", "pk")
    ]


def _lines(opening: int, rows: Iterable[BalanceTransaction]) -> list[BalanceLine]:
    lines, balance = [], opening
    for row in rows:
        balance += row.net
        lines.append(
            BalanceLine(
                at=row.created_at,
                type=row.type,
                source=row.source,
                amount=row.amount,
                commission=_fee(row, "application_fee"),
                tax=_fee(row, "tax"),
                net=row.net,
                balance=balance,
                reference=row.journal_entry.reference,
                available_on=row.available_on,
            )
        )
    return lines


def _fee(row: BalanceTransaction, kind: str) -> int:
    return sum(part["amount"] for part in row.fee_details if part["type"] == kind)
