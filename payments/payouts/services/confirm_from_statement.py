"""Confirm payouts by the operator's bank statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core import clock
from core.locks import lock_rows
from payments.bank.feeds.statement.file import StatementLine
from payments.base.mode import livemode
from payments.base.operator import require_operator
from payments.models import Payout, PayoutStatus
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.transfer_code import find_codes


@dataclass(frozen=True)
class Doubt:
    """A line that names a payout but does not match it. It changed nothing."""

    line: StatementLine
    payout: Payout
    reason: str  # "amount", "status", "two_codes", "twice" (the bank already paid it, under another number)


@dataclass(frozen=True)
class StatementResult:
    """The result of a statement. Lines that name no payout of ours are not listed."""

    confirmed: Sequence[Payout]
    known: int  # lines of payouts that were confirmed before
    doubts: Sequence[Doubt]


def confirm_from_statement(*, lines: Iterable[StatementLine], actor: User) -> StatementResult:
    """Confirm each payout in transit whose code is in a debit line of exactly its amount.

    Runs in one transaction. A repeated statement confirms nothing more. Raises Forbidden where `actor` is not of the
    operator.
    """
    require_operator(actor)
    outgoing = [(line, find_codes(line.content)) for line in lines if line.amount < 0]
    codes = {code for _line, payout_codes in outgoing for code in payout_codes}
    confirmed: list[Payout] = []
    doubts: list[Doubt] = []
    known = 0
    references_by_payout: dict[str, str] = {}  # payout → the bank's reference; another one means that it was paid twice
    with transaction.atomic():
        # Locked at once in primary-key order, not in the order of the file.
        payouts = {row.code: row for row in lock_rows(Payout.objects.filter(code__in=codes, livemode=livemode()))}
        for line, payout_codes in outgoing:
            named = [payouts[code] for code in sorted(payout_codes) if code in payouts]
            for payout in named:
                number = references_by_payout.setdefault(payout.pk, line.bank_reference)
                reason = _doubt(line, payout, alone=len(named) == 1) or (
                    "" if number == line.bank_reference else "twice"
                )
                if reason:
                    doubts.append(Doubt(line, payout, reason))
                elif payout.status == PayoutStatus.PAID:
                    known += 1
                else:
                    payouts[payout.code] = _confirm(line, payout, actor)
                    confirmed.append(payouts[payout.code])
    return StatementResult(confirmed, known, doubts)


def _doubt(line: StatementLine, payout: Payout, *, alone: bool) -> str:
    if not alone:
        return "two_codes"
    if -line.amount != payout.amount:
        return "amount"
    return "" if payout.status in (PayoutStatus.IN_TRANSIT, PayoutStatus.PAID) else "status"


def _confirm(line: StatementLine, payout: Payout, actor: User) -> Payout:
    day = clock.local(line.moment).date()
    reference = line.bank_reference or f"sao kê {day:%d/%m/%Y} dòng {line.row}"
    return confirm_payout(payout_id=payout.pk, bank_reference=reference, actor=actor, arrived_on=day)
