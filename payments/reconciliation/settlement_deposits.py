"""VNPay's own transfers into the operator's account: the day of a file that each one pays.

The books hold a day's money from the import of its file on (`bank` / `provider:vnpay`), so the transfer itself must not
be posted again. A transfer belongs to a day, or to a whole file, whose posted sum it equals.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, F, OuterRef, Q, Sum, When

from core import clock
from payments.models import (
    MOVED_ALONE,
    MOVES_MONEY,
    BankTransfer,
    ImportedFile,
    LineKind,
    SettlementDeposit,
    SettlementLine,
    TransferState,
    UnmatchedReason,
)
from payments.providers.vnpay.protocol import names_vnpay
from payments.reconciliation.days import days

SETTLES_WITHIN = timedelta(days=14)  # from a day's payments to VNPay's transfer, holidays included

# Of lines that move money: the đồng posted to the bank by posting.py, and the number of open lines.
_GROSS = Case(When(kind=LineKind.REFUND, then=-F("amount")), default=F("amount"), output_field=BigIntegerField())
_NET = _GROSS - F("fee")
_MOVED = Q(settled=True) | Q(outcome__in=MOVED_ALONE)
_POSTED = Sum(_NET, filter=_MOVED, default=0, output_field=BigIntegerField())
_OPEN = Count("pk", filter=~Q(difference="") & Q(decided_at=None))


@dataclass(frozen=True)
class ExpectedDeposit:
    """A day of a file, or a whole file of several days, whose transfer has not arrived."""

    file_id: int
    file_name: str
    parts: tuple[tuple[date, int], ...]  # each day with the đồng that were posted to the bank for it
    net: int  # đồng that come to the bank by the file
    open_lines: int  # that differ and wait for a decision

    @property
    def key(self) -> str:
        """The key of a form: "12:2026-11-26", or "12" for the whole file."""
        return f"{self.file_id}:{self.first_day}" if len(self.parts) == 1 else str(self.file_id)

    @property
    def first_day(self) -> date:
        return self.parts[0][0]

    @property
    def last_day(self) -> date:
        return self.parts[-1][0]

    @property
    def posted(self) -> int:
        return sum(amount for _day, amount in self.parts)

    def is_just(self, amount: int) -> bool:
        """Whether a transfer of `amount` is exactly this money, which can no longer change."""
        return self.posted == amount and not self.open_lines

    def may_become(self, amount: int) -> bool:
        """Whether it is, or may be once its open lines are decided."""
        return self.is_just(amount) or (self.net == amount and bool(self.open_lines))

    def fits(self, transfer: BankTransfer) -> bool:
        """Whether the moment fits: VNPay pays after the day has ended, and not long after."""
        booked = _day_of(transfer)
        return booked - SETTLES_WITHIN <= self.first_day and self.last_day < booked


@dataclass(frozen=True)
class FileDay:
    """One day of a file: the sum posted to the bank, and its transfer."""

    day: date
    posted: int  # đồng
    open_lines: int
    transfer: BankTransfer | None  # None: it has not arrived


def days_of_file(file: ImportedFile) -> list[FileDay]:
    """The days of a settlement file in order (2 statements)."""
    moving = file.lines.filter(kind__in=MOVES_MONEY).values("day").annotate(posted=_POSTED, open=_OPEN)
    arrived = {one.day: one.transfer for one in file.deposits.select_related("transfer")}
    return [FileDay(row["day"], row["posted"], row["open"], arrived.get(row["day"])) for row in moving.order_by("day")]


def expected_deposits(transfers: Sequence[BankTransfer]) -> list[ExpectedDeposit]:
    """Deposits that one of these transfers may be, oldest first (1 statement)."""
    if not transfers:
        return []
    since = min(_day_of(each) for each in transfers) - SETTLES_WITHIN
    arrived = SettlementDeposit.objects.filter(file=OuterRef("file"), day=OuterRef("day"))
    rows = (
        SettlementLine.objects.filter(
            kind__in=MOVES_MONEY, file__last_day__gte=since, file__livemode=transfers[0].livemode
        )
        .values("file", "file__name", "day")
        .annotate(
            net=Sum(_NET, output_field=BigIntegerField()),
            posted=_POSTED,
            open=_OPEN,
            arrived=Exists(arrived),
        )
        .order_by("file", "day")
    )
    by_file: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_file[row["file"]].append(row)
    found = [_settled([row]) for of_file in by_file.values() for row in of_file if not row["arrived"]]
    found += [
        _settled(of_file)
        for of_file in by_file.values()
        if len(of_file) > 1 and not any(row["arrived"] for row in of_file)
    ]
    return sorted(found, key=lambda one: (one.last_day, one.file_id, len(one.parts)))


def find_unambiguous_match(transfer: BankTransfer) -> ExpectedDeposit | None:
    """The one whose money a transfer is beyond doubt; None where anything speaks against it.

    Its words name VNPay; exactly one may be it; no day before it is still without VNPay's file, since that might be
    another; and no earlier transfer that is alike waits for a person.
    """
    if transfer.unmatched_reason != UnmatchedReason.NO_CODE or not names_vnpay(transfer.content):
        return None
    may = [one for one in expected_deposits([transfer]) if one.fits(transfer) and one.may_become(transfer.amount)]
    if len(may) != 1 or not may[0].is_just(transfer.amount) or _days_unknown(transfer):
        return None
    return None if _has_earlier_duplicate(transfer, may[0]) else may[0]


def _days_unknown(transfer: BankTransfer) -> bool:
    """Whether VNPay took or gave money back on a day that may be the transfer's, and no file tells of it."""
    booked = _day_of(transfer)
    window = days(booked - SETTLES_WITHIN, booked - timedelta(days=1))
    return any((day.payments.count or day.refunds.count) and not day.has_file for day in window)


def _has_earlier_duplicate(transfer: BankTransfer, settled: ExpectedDeposit) -> bool:
    twins = waiting_for_vnpay(livemode=transfer.livemode, amount=transfer.amount)
    return any(
        settled.fits(other)
        for other in twins
        if (other.booked_at, other.pk) < (transfer.booked_at, transfer.pk)
    )  # fmt: skip


def waiting_for_vnpay(*, livemode: bool, amount: int | None = None) -> list[BankTransfer]:
    """Transfers into the operator's accounts that fitted nothing and whose words name VNPay, oldest first."""
    rows = BankTransfer.objects.filter(
        state=TransferState.UNMATCHED, unmatched_reason=UnmatchedReason.NO_CODE, account__payee=None, livemode=livemode
    ).select_related("account")
    if amount is not None:
        rows = rows.filter(amount=amount)
    return [row for row in rows.order_by("booked_at", "pk") if names_vnpay(row.content)]


def _settled(rows: Sequence[Mapping[str, Any]]) -> ExpectedDeposit:
    return ExpectedDeposit(
        file_id=rows[0]["file"],
        file_name=rows[0]["file__name"],
        parts=tuple((row["day"], row["posted"]) for row in rows),
        net=sum(row["net"] for row in rows),
        open_lines=sum(row["open"] for row in rows),
    )


def _day_of(transfer: BankTransfer) -> date:
    return clock.local(transfer.booked_at).date()
