"""Whoever hears of an account's transfers, and whoever decides on them, does so one after another."""

from core.locks import lock_name
from payments.models import BankAccount


def lock_account(account: BankAccount) -> None:
    """Taken before the lock of a transfer's row and of any intent."""
    lock_name(f"payments.bank:{account.pk}")


def lock_accounts_of(payee_id: str | None) -> None:
    """Which of a payee's accounts (None: the operator's) buyers are shown changes one change after the other."""
    lock_name(f"payments.bank_accounts:{payee_id or 'operator'}")
