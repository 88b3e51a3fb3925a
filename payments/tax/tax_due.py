"""What is owed to the state: tax withheld until the end of a month and not paid yet, payee by payee."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from core import clock
from payments.base.mode import livemode
from payments.ledger import chart
from payments.models import JournalReason, LedgerEntry, Payee
from payments.tax.monthly import entries

_ACCOUNTS = {"vat": chart.TAX_VAT, "pit": chart.TAX_PIT}


@dataclass(frozen=True)
class Owed:
    """One payee's part, in đồng; below zero where more was returned than withheld since the last payment."""

    payee: Payee
    vat: int
    pit: int

    @property
    def tax(self) -> int:
        return self.vat + self.pit


@dataclass(frozen=True)
class Outstanding:
    """Everything not paid until the end of a month. A tax whose sum is not above zero is carried forward."""

    month: date
    parts: list[Owed]  # in the order of the list; payees who owe nothing are left out

    @property
    def vat(self) -> int:
        return sum(part.vat for part in self.parts)

    @property
    def pit(self) -> int:
        return sum(part.pit for part in self.parts)

    @property
    def to_pay(self) -> dict[str, int]:
        """{"vat": đồng, "pit": đồng}, without the taxes that are carried forward."""
        return {tax: amount for tax, amount in (("vat", self.vat), ("pit", self.pit)) if amount > 0}


def outstanding(month: date) -> Outstanding:
    """What a payment for this month would pay (3 statements)."""
    _start, end = clock.month_span(month)
    owed: dict[str, list[int]] = {}
    sums = entries().filter(at__lt=end).values("payee_id").annotate(vat_sum=Sum("vat"), pit_sum=Sum("pit")).order_by()
    for row in sums:
        owed[row["payee_id"]] = [row["vat_sum"], row["pit_sum"]]
    paid = (
        LedgerEntry.objects.filter(
            transaction__reason=JournalReason.TAX_PAYMENT,
            account__livemode=livemode(),
            account__code__in=_ACCOUNTS.values(),
        )
        .values_list("account__payee_id", "account__code")
        .annotate(paid=Sum("amount"))
        .order_by()
    )
    for payee_id, code, amount in paid:
        owed.setdefault(payee_id, [0, 0])[code == chart.TAX_PIT] -= amount
    payees = Payee.objects.in_bulk([payee for payee, (vat, pit) in owed.items() if vat or pit])
    parts = [Owed(payee, *owed[pk]) for pk, payee in payees.items()]
    return Outstanding(month, sorted(parts, key=lambda part: part.payee.sequence))


def account_of(tax: str) -> str:
    """The account of "vat" or "pit"."""
    return _ACCOUNTS[tax]
