"""Post one balanced journal entry, in the database transaction of what it records.

An entry that changes a balance writes the balance transactions, as Stripe shows them, with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from core import clock
from core.identifiers import new_id
from core.rows import Batch, require_transaction
from payments.ledger.chart import AccountName
from payments.models import BalanceTransaction, JournalEntry, LedgerAccount, LedgerEntry, PaymentIntent

Line = tuple[AccountName, int]  # debit positive, credit negative, in đồng


@dataclass(frozen=True)
class BalanceEntry:
    """One balance transaction to be written: the platform's (payee_id None) or a payee's. Amounts in đồng."""

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


def post_entry(
    *,
    reason: str,
    reason_ref: str,
    lines: Sequence[Line],
    livemode: bool,
    intent: PaymentIntent | None = None,
    reference: str = "",
    balance: Sequence[BalanceEntry] = (),
    batch: Batch | None = None,
) -> JournalEntry:
    """Write a journal entry whose lines sum to zero; zero lines are left out.

    `balance` holds the balance transactions: their nets must equal, to the đồng, what the lines change of the
    platform's and of payees' balances. With a batch the entry is written by it.

    (reason, reason_ref) is unique, so that nothing is posted twice. A ValueError or IntegrityError here is a
    programming error and rolls the transaction back.
    """
    require_transaction(f"{reason} is posted")
    lines = [(name, amount) for name, amount in lines if amount]
    if len(lines) < 2 or sum(amount for _name, amount in lines) != 0:
        raise ValueError(f"{reason} {reason_ref} does not balance: {lines}")
    _require_agreement(lines, balance)
    accounts = _accounts([name for name, _amount in lines], livemode)
    journal_entry = JournalEntry(
        reason=reason, reason_ref=reason_ref, intent=intent, livemode=livemode, reference=reference
    )
    own = batch or Batch()
    own.insert(
        [journal_entry],
        [LedgerEntry(transaction=journal_entry, account_id=accounts[name], amount=amount) for name, amount in lines],
        _balance_rows(journal_entry, balance),
    )
    if batch is None:
        own.write()
    return journal_entry


def _accounts(names: Sequence[AccountName], livemode: bool) -> Mapping[AccountName, int]:
    """The ids of the named accounts; missing accounts are opened."""
    known = _find(names, livemode)
    missing = [name for name in dict.fromkeys(names) if name not in known]
    if not missing:
        return known
    # Another transaction may open the same account now: the second one waits here, then reads the first one's.
    LedgerAccount.objects.bulk_create(
        [LedgerAccount(code=n.code, payee_id=n.payee_id, book=n.book, livemode=livemode) for n in _ordered(missing)],
        ignore_conflicts=True,
    )
    return known | _find(missing, livemode)


_FIND = """
SELECT code, payee_id, id FROM payments_ledgeraccount
WHERE code = ANY(%s) AND (payee_id IS NULL OR payee_id = ANY(%s)) AND livemode = %s
"""


def _find(names: Sequence[AccountName], livemode: bool) -> dict[AccountName, int]:
    codes = list({name.code for name in names})
    payees = list({name.payee_id for name in names if name.payee_id})
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [codes, payees, livemode])
        numbers = {AccountName(code, payee_id): number for code, payee_id, number in cursor.fetchall()}
    return {name: numbers[name] for name in names if name in numbers}


def _ordered(names: Sequence[AccountName]) -> list[AccountName]:
    """One order for all transactions, so that two of them that open the same accounts cannot deadlock."""
    return sorted(names, key=lambda name: (name.code, name.payee_id or ""))


def _require_agreement(lines: Iterable[Line], balance: Sequence[BalanceEntry]) -> None:
    """Check that the lines' nets equal the change of each owner's balance. ValueError: a programming error."""
    changed: dict[str | None, int] = defaultdict(int)
    for name, amount in lines:
        if name.of_platform:
            changed[None] -= amount
        elif name.of_payee_balance:
            changed[name.payee_id] -= amount
    for entry in balance:
        changed[entry.payee_id] -= entry.net
    wrong = {owner: amount for owner, amount in changed.items() if amount}
    if wrong:
        raise ValueError(f"balance lines do not match the journal entry: {wrong}")


def _balance_rows(journal_entry: JournalEntry, balance: Sequence[BalanceEntry]) -> list[BalanceTransaction]:
    """The balance transactions of a journal entry, in their order."""
    now = clock.now()
    return [
        BalanceTransaction(
            id=entry.id,
            livemode=journal_entry.livemode,
            payee_id=entry.payee_id,
            journal_entry=journal_entry,
            type=entry.type,
            source=entry.source,
            amount=entry.amount,
            fee=entry.fee,
            fee_details=list(entry.fee_details),
            net=entry.net,
            available_on=now if entry.available else None,
            description=entry.description[:255],
        )
        for entry in balance
    ]
