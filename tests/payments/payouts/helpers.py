"""Payees with money to be paid out, and what the books say of it."""

import itertools

from accounts.models import Role, User
from accounts.services.grant_membership import grant_membership
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.release_transfer import release_transfer
from payments.connected_accounts.services.update_bank import update_bank
from payments.intents.services.complete_attempt import complete_attempt
from payments.ledger import balances
from payments.models import ApiEvent, LedgerEntry, Payee, Payout, PayoutBatch, Transfer
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from payments.providers.results import AttemptResult, Outcome
from tests.factories import make_user
from tests.payments.helpers import make_attempt
from tests.payments.helpers import state as state_of_payments

_numbers = itertools.count(1)


def make_payee(name: str = "Hộ mẫu Sen", *, bank: bool = True) -> Payee:
    payee = create_payee(name=name)
    if bank:
        update_bank(payee_id=payee.pk, bin="970436", number="0071001234567", holder="LE THI SEN", hold=False)
    payee.refresh_from_db()
    return payee


def earn(payee: Payee, amount: int, *, released: bool = True) -> Transfer:
    """A sale of `amount` đồng to the payee's name, its return window ended or not."""
    attempt = make_attempt(amount=amount)
    complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
    reference = f"DON-{next(_numbers)}"
    transfer = create_transfer(intent_id=attempt.intent_id, amount=amount, payee_id=payee.pk, reference=reference)
    return release_transfer(transfer_id=transfer.pk) if released else transfer


def rich_payee(amount: int = 500_000) -> Payee:
    payee = make_payee()
    earn(payee, amount)
    return payee


def make_operator() -> User:
    user = make_user(full_name="Đỗ Vận Hành")
    grant_membership(user=user, role=Role.OPERATOR, actor=None)
    return user


def sent_payout(operator: User, amount: int = 500_000) -> Payout:
    """A payout that is in a file given to the bank."""
    payout = create_payout(payee_id=rich_payee(amount).pk)
    make_batch(actor=operator)
    payout.refresh_from_db()
    return payout


def balance(payee: Payee) -> tuple[int, int]:
    """(pending, available)."""
    held = balances.balances([payee.pk])[payee.pk]
    return held.pending, held.available


def books(payout: Payout) -> dict[tuple[str, str], int]:
    """(cause, account) → đồng, debit positive."""
    entries = LedgerEntry.objects.filter(transaction__reason_ref=payout.pk).select_related("transaction", "account")
    return {(entry.transaction.reason, entry.account.code): entry.amount for entry in entries}


def lines(payout: Payout) -> list[tuple[str, int]]:
    """What the payee's balance was told of it."""
    rows = payout.payee.balance_lines.filter(source=payout.pk).order_by("sequence")
    return list(rows.values_list("type", "net"))


def reported(payout: Payout) -> list[str]:
    matches = ApiEvent.objects.filter(data__object__id=payout.pk).order_by("sequence")
    return list(matches.values_list("type", flat=True))


def state() -> tuple:
    """Everything that a refused call must leave as it was."""
    rows = (Payout, PayoutBatch, Payee)
    return (*state_of_payments(), *(list(model.objects.order_by("pk").values()) for model in rows))
