"""A statement's bookings as notifications. Banks share no booking number, so each is identified by its content."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from payments.bank.feeds.base import TransactionNotification
from payments.bank.feeds.statement.file import StatementLine
from payments.models import BankAccount
from payments.providers.vietqr.transfer_code import squeeze


def notifications(account: BankAccount, lines: Iterable[StatementLine]) -> Sequence[TransactionNotification]:
    """The incoming bookings, in the file's order. The same line in another export has the same id."""
    seen: Counter[str] = Counter()
    result = []
    for line in lines:
        name = _name(line)
        seen[name] += 1
        if line.amount > 0:
            result.append(
                TransactionNotification(
                    external_id=f"{name}:{seen[name]}",
                    account_numbers=(account.number,),
                    amount=line.amount,
                    content=line.content[:500],
                    booked_at=line.moment,
                    bank_reference=line.bank_reference[:80],
                    payload=dict(line.raw),
                )
            )
    return result


def _name(line: StatementLine) -> str:
    balance = "" if line.balance is None else str(line.balance)
    parts = [line.moment.isoformat(), str(line.amount), squeeze(line.bank_reference), squeeze(line.content), balance]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
