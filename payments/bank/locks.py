"""Locks of bank accounts: ingestion and decisions on one account's transfers run one after another."""

from core.locks import lock_name
from payments.models import BankAccount


def lock_account(account: BankAccount) -> None:
    """Lock an account; before a transfer's row and any intent."""
    lock_name(f"payments.bank:{account.pk}")


def lock_accounts_of(payee_id: str | None) -> None:
    """Lock the choice of the accounts that buyers of a payee (None: the operator) are shown."""
    lock_name(f"payments.bank_accounts:{payee_id or 'operator'}")
