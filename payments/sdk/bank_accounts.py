"""Accounts into which buyers transfer: payees' own, and the operator's (account None)."""

from collections.abc import Iterable

from accounts.models import User
from payments import bank_objects, models
from payments.bank_objects import BankAccount
from payments.mode import livemode
from payments.services.open_bank_account import open_bank_account


def open(*, account: str | None, bin: str, number: str, holder: str, actor: User | None = None) -> BankAccount:
    """Show it to buyers from now on. Repeating it changes nothing. BANK_ACCOUNT_TAKEN, INVALID, REQUIRED, NOT_FOUND."""
    made = open_bank_account(payee_id=account, bin=bin, number=number, holder=holder, actor=actor)
    return bank_objects.bank_account(made)


def of(account: str | None) -> BankAccount | None:
    """The one that buyers are shown now."""
    found = models.BankAccount.objects.filter(payee_id=account, livemode=livemode(), is_active=True).first()
    return bank_objects.bank_account(found) if found else None


def of_many(accounts: Iterable[str]) -> dict[str, BankAccount]:
    """By payee, in one statement; payees without one are left out: nobody can transfer to them."""
    rows = models.BankAccount.objects.filter(payee_id__in=list(accounts), livemode=livemode(), is_active=True)
    return {str(row.payee_id): bank_objects.bank_account(row) for row in rows}
