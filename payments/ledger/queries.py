"""Reads of the books for an accountant: trial balance, accounts of a kind, an account's entries, a journal entry."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, Min, OuterRef, Prefetch, Subquery, Sum
from django.db.models.functions import Abs, Coalesce
from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from payments.models import JournalEntry, LedgerAccount, LedgerEntry


@dataclass(frozen=True)
class TrialLine:
    """One kind of account: its sum, debit positive. `account_id` where it is a single account."""

    code: str
    book: str
    livemode: bool
    accounts: int
    sum: int
    account_id: int | None = None


@dataclass(frozen=True)
class AccountSum:
    account: LedgerAccount
    sum: int  # đồng, debit positive

    @property
    def credit(self) -> int:
        return -self.sum


@dataclass(frozen=True)
class Booked:
    """One entry of an account: its journal entry, and the account's balance after it (debit positive)."""

    entry: LedgerEntry
    balance: int
    others: Sequence[LedgerEntry]  # the other sides of the journal entry

    @property
    def debit(self) -> int | None:
        return self.entry.amount if self.entry.amount > 0 else None

    @property
    def credit(self) -> int | None:
        return -self.entry.amount if self.entry.amount < 0 else None


@dataclass(frozen=True)
class AccountPage:
    """A page of an account's entries, latest first, and where older entries begin."""

    account: LedgerAccount
    balance: int  # of the whole account
    lines: Sequence[Booked]
    older: int | None  # `before` of the next page

    @property
    def credit(self) -> int:
        return -self.balance


def _held() -> Subquery:
    sums = LedgerEntry.objects.filter(account=OuterRef("pk")).values("account").annotate(sum=Sum("amount"))
    return Subquery(sums.values("sum"))


def trial_balance() -> list[TrialLine]:
    """Every account's sum by code (1 statement); each book of each mode comes to zero."""
    rows = (
        LedgerAccount.objects.annotate(held=_held())
        .values("livemode", "book", "code")
        .annotate(accounts=Count("pk"), sum=Sum("held", default=0), first=Min("pk"))
        .order_by("livemode", "book", "code")
    )
    return [
        TrialLine(
            r["code"],
            r["book"],
            r["livemode"],
            r["accounts"],
            int(r["sum"]),
            r["first"] if r["accounts"] == 1 else None,
        )
        for r in rows
    ]


def accounts_of(code: str, *, livemode: bool, limit: int, offset: int = 0) -> list[AccountSum]:
    """The accounts of a code by what they hold or owe, most first (1 statement)."""
    rows = LedgerAccount.objects.filter(code=code, livemode=livemode).select_related("payee")
    rows = rows.annotate(held=Coalesce(_held(), 0, output_field=BigIntegerField()))
    return [AccountSum(row, row.held) for row in rows.order_by(Abs("held").desc(), "pk")[offset : offset + limit]]


def account_page(account_id: int, *, before: int | None = None, limit: int = 50) -> AccountPage:
    """An account's entries, latest first, with the balance after each (5 statements). Raises NotFound.

    `before` is an entry's id: what was written before it. Entries are in the order in which they were written.
    """
    account = LedgerAccount.objects.filter(pk=account_id).select_related("payee").first()
    if account is None:
        raise NotFound(_("Không tìm thấy tài khoản này."))
    entries = LedgerEntry.objects.filter(account=account)
    whole = entries.aggregate(sum=Sum("amount"))["sum"] or 0
    balance = whole
    if before is not None:
        balance = entries.filter(pk__lt=before).aggregate(sum=Sum("amount"))["sum"] or 0
        entries = entries.filter(pk__lt=before)
    sides = LedgerEntry.objects.select_related("account__payee").order_by("pk")
    found = list(
        entries.select_related("transaction")
        .prefetch_related(Prefetch("transaction__entries", sides))
        .order_by("-pk")[: limit + 1]
    )
    lines = []
    for entry in found[:limit]:
        others = [side for side in entry.transaction.entries.all() if side.pk != entry.pk]
        lines.append(Booked(entry, balance, others))
        balance -= entry.amount
    return AccountPage(account, whole, lines, found[limit - 1].pk if len(found) > limit else None)


def journal_entry(journal_entry_id: int) -> JournalEntry:
    """A journal entry with its entries and balance transactions (3 statements). Raises NotFound."""
    sides = LedgerEntry.objects.select_related("account__payee").order_by("-amount", "pk")
    found = JournalEntry.objects.filter(pk=journal_entry_id).prefetch_related(
        Prefetch("entries", sides), "balance_lines__payee"
    )
    row = found.first()
    if row is None:
        raise NotFound(_("Không tìm thấy bút toán này."))
    return row
