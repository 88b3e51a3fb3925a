"""Balance transactions as Stripe shows them: each journal entry that changes a balance writes its lines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core import clock, rows
from core.identifiers import new_id
from payments.ledger.chart import AccountName
from payments.models import BalanceTransaction, JournalEntry


@dataclass(frozen=True)
class Line:
    """One line of an owner's balance: the platform's (payee_id None) or a payee's. Amounts in đồng, in positive."""

    payee_id: str | None
    type: str  # Stripe's name: "charge", "transfer", "payment", "refund", "payout" …
    source: str  # the object that it is about
    amount: int
    fee: int = 0
    fee_details: Sequence[dict[str, Any]] = field(default=())
    available: bool = True
    description: str = ""
    id: str = field(default_factory=lambda: new_id("txn"), compare=False)

    @property
    def net(self) -> int:
        return self.amount - self.fee


def require_agreement(lines: Iterable[tuple[AccountName, int]], balance_lines: Sequence[Line]) -> None:
    """Check that the lines' nets equal the change of each owner's balance. ValueError: a programming error."""
    changed: dict[str | None, int] = defaultdict(int)
    for name, amount in lines:
        if name.of_platform:
            changed[None] -= amount
        elif name.of_payee_balance:
            changed[name.payee_id] -= amount
    for line in balance_lines:
        changed[line.payee_id] -= line.net
    wrong = {owner: amount for owner, amount in changed.items() if amount}
    if wrong:
        raise ValueError(f"balance lines do not match the journal entry: {wrong}")


def write(journal_entry: JournalEntry, balance_lines: Sequence[Line]) -> None:
    """Write the lines of a journal entry, in their order."""
    if not balance_lines:
        return
    now = clock.now()
    rows.insert_all(
        [
            BalanceTransaction(
                id=line.id,
                livemode=journal_entry.livemode,
                payee_id=line.payee_id,
                journal_entry=journal_entry,
                type=line.type,
                source=line.source,
                amount=line.amount,
                fee=line.fee,
                fee_details=list(line.fee_details),
                net=line.net,
                available_on=now if line.available else None,
                description=line.description[:255],
            )
            for line in balance_lines
        ]
    )
