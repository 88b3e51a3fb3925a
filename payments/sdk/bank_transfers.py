"""Bank transfers that feeds reported, and those that wait for a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from payments.bank import queries
from payments.bank.services.resolve_bank_transaction import resolve_bank_transaction
from payments.models import UnmatchedReason

_DECLARED_BEFORE = timedelta(days=3)  # a payee may see the money before a feed reports it


@dataclass(frozen=True)
class BankTransfer:
    """A transfer into an account."""

    id: int
    bank_account: int
    amount: int  # đồng
    content: str
    bank_reference: str
    booked_at: datetime
    reported_by: str
    state: str  # "matched", "unmatched", "decided", "ignored"
    unmatched_reason: str  # "no_code", "too_little" …, "" where there is none
    unmatched_reason_text: str
    payment_intent: str | None  # the payment that it paid, or whose code it names
    decision: str


_COLUMNS = (
    "id", "account_id", "amount", "content", "bank_reference", "booked_at", "first_reported_by", "state",
    "unmatched_reason", "attempt__intent_id", "decision",
)  # fmt: skip


def unmatched(account: str | None) -> list[BankTransfer]:
    """Transfers that wait for a decision, oldest first, of a payee's accounts (None: the operator's)."""
    return [_transfer(row) for row in queries.unmatched_transactions(account).values(*_COLUMNS)]


def count(account: str | None) -> int:
    """The number of unmatched transfers (1 statement)."""
    return queries.unmatched_transactions(account).count()


def payable(transfers: Sequence[BankTransfer], *, account: str | None) -> dict[int, list[str]]:
    """By amount, the payments (pi_…) to `account` that a transfer may be for, newest first (1 statement).

    Included are payments that wait for exactly this amount. Included are also payments that the payee declared received
    at most a few days before the transfer, and that no known transfer paid.
    """
    if not transfers:
        return {}
    since = min(each.booked_at for each in transfers) - _DECLARED_BEFORE
    found: dict[int, list[str]] = {}
    amounts = {each.amount for each in transfers}
    for intent in queries.payable_by_transfer(amounts, account=account, declared_since=since):
        found.setdefault(intent.amount, []).append(intent.pk)
    return found


def decide(
    id: int, *, account: str | None, decision: str, actor: User, note: str, payment_intent: str | None = None
) -> BankTransfer:
    """Decide a transfer once: "accept" as the payment of an intent, "returned" (the note is the proof) or "not_ours".

    With `account` the caller has checked that `actor` acts for this payee. With None only the operator may decide.
    Raises NOT_FOUND, REQUIRED, ALREADY_DECIDED, AMOUNT_INVALID, PAYMENT_INTENT_UNEXPECTED_STATE, PERMISSION_DENIED.
    """
    row = resolve_bank_transaction(
        transfer_id=id,
        decision=decision,
        actor=actor,
        note=note,
        intent_id=payment_intent,
        on_behalf_of=account,
    )
    return _transfer(vars(row) | {"attempt__intent_id": row.attempt.intent_id if row.attempt else None})


def _transfer(row: Mapping[str, Any]) -> BankTransfer:
    return BankTransfer(
        id=row["id"],
        bank_account=row["account_id"],
        amount=row["amount"],
        content=row["content"],
        bank_reference=row["bank_reference"],
        booked_at=row["booked_at"],
        reported_by=row["first_reported_by"],
        state=str(row["state"]),
        unmatched_reason=str(row["unmatched_reason"]),
        unmatched_reason_text=str(UnmatchedReason(row["unmatched_reason"]).label) if row["unmatched_reason"] else "",
        payment_intent=row["attempt__intent_id"],
        decision=row["decision"],
    )
