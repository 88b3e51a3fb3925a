"""Transfers that feeds told of, and the questions among them."""

from accounts.models import User
from payments import queries
from payments.feeds import objects
from payments.feeds.objects import BankTransfer
from payments.feeds.services.decide_transfer import decide_transfer


def questions(account: str | None) -> list[BankTransfer]:
    """What a person must look at, oldest first, of a payee's accounts (None: the operator's)."""
    return [objects.bank_transfer(row) for row in queries.transfer_questions(account)]


def decide(
    id: int, *, account: str | None, decision: str, actor: User, note: str, payment_intent: str | None = None
) -> BankTransfer:
    """ "accept" as the payment of an intent, "returned" (the note is the proof), or "not_ours"; once.

    With `account` the caller has checked that `actor` acts for this payee; with None only the operator's people may.
    NOT_FOUND, REQUIRED, ALREADY_DECIDED, AMOUNT_INVALID, PAYMENT_INTENT_UNEXPECTED_STATE, PERMISSION_DENIED.
    """
    row = decide_transfer(
        transfer_id=id,
        decision=decision,
        actor=actor,
        note=note,
        intent_id=payment_intent,
        on_behalf_of=account,
    )
    return objects.bank_transfer(row)
