"""Post settlement: what came to the bank, the fee, and what VNPay no longer owes (money.md §4).

VNPay pays a day's payments less its refunds and fees in one sum, so a day of a file is one journal entry. A line that
is decided later has a journal entry of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from payments.ledger import chart
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import ImportedFile, JournalEntry, JournalReason, LineKind, LineOutcome, SettlementLine


@dataclass
class _Sums:
    """Debits of each account, in đồng."""

    of: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, line: SettlementLine) -> None:
        """Add a line: bank and fee as in the line, and the account of its counterpart."""
        sign = {LineKind.PAYMENT: 1, LineKind.REFUND: -1}.get(LineKind(line.kind), 0)
        gross = sign * line.amount  # before the fee
        if sign:
            self.of[chart.BANK] += gross - line.fee
            self.of[chart.FEES] += line.fee
        owed = _owed(line)  # what VNPay's debt to us falls by
        self.of[chart.PROVIDER_VNPAY] -= owed
        self.of[_remainder(line)] += owed - gross


def _owed(line: SettlementLine) -> int:
    if not line.settled:
        return 0
    if line.refund is not None:
        return -line.refund.amount
    if line.attempt is None:
        raise AssertionError(f"settlement line {line.pk} settles nothing")
    return line.attempt.amount


def _remainder(line: SettlementLine) -> str:
    """The account of a line without counterpart: suspense, or the operator's loss (or gain)."""
    return chart.SUSPENSE if line.outcome == LineOutcome.SUSPENSE else chart.LOSSES


def post_days(file: ImportedFile, lines: Iterable[SettlementLine]) -> None:
    """Post the lines of a new file that agree: one journal entry a day."""
    by_day: dict[date, list[SettlementLine]] = defaultdict(list)
    for line in lines:
        by_day[line.day].append(line)
    for day, of_day in sorted(by_day.items()):
        _post(file, f"{file.pk}:{day}", of_day)


def post_line(line: SettlementLine) -> JournalEntry | None:
    """Post one line by itself; None where nothing moves (a refund that meets an equal payment)."""
    return _post(line.file, f"{line.file_id}:{line.day}:{line.pk}", [line])


def journal_entry_of(line: SettlementLine) -> JournalEntry | None:
    """The journal entry that a line is part of."""
    refs = [f"{line.file_id}:{line.day}:{line.pk}"]
    if line.settled and line.decided_at is None:
        refs.append(f"{line.file_id}:{line.day}")
    return JournalEntry.objects.filter(reason=JournalReason.SETTLEMENT, reason_ref__in=refs).order_by("-pk").first()


def _post(file: ImportedFile, ref: str, lines: Sequence[SettlementLine]) -> JournalEntry | None:
    sums = _Sums()
    for line in lines:
        sums.add(line)
    entries = [(chart.platform_account(code), amount) for code, amount in sorted(sums.of.items()) if amount]
    if not entries:
        return None
    balance = [
        BalanceEntry(None, kind, "", -sums.of[code], description=file.name)
        for code, kind in ((chart.FEES, "stripe_fee"), (chart.LOSSES, "adjustment"))
        if sums.of[code]
    ]
    return post_entry(
        reason=JournalReason.SETTLEMENT,
        reason_ref=ref,
        lines=entries,
        livemode=file.livemode,
        reference=file.name[:60],
        balance=balance,
    )
