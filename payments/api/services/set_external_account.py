"""Set a payee's bank account over the API: for payouts, and for buyers who pay the payee by VietQR."""

import secrets

from django.db import transaction

from core.errors import DomainError
from core.text import capitals
from payments.bank.services.open_bank_account import open_bank_account
from payments.connected_accounts.services.update_bank import update_bank

# Why an account for payouts may not be shown to buyers: a bank unknown to VietQR, or another payee's account.
_NOT_FOR_BUYERS = ("BANK_ACCOUNT_TAKEN", "INVALID")


def set_external_account(*, payee_id: str, bin: str, number: str, holder: str) -> None:
    """Set the bank account for payouts, and for VietQR where possible. Raises as `update_bank` does."""
    with transaction.atomic():
        update_bank(payee_id=payee_id, bin=bin, number=number, holder=holder)
        show_to_buyers(payee_id=payee_id, bin=bin, number=number, holder=holder)


def show_to_buyers(*, payee_id: str, bin: str, number: str, holder: str) -> None:
    """Accept VietQR into an account from now on, where possible."""
    try:
        with transaction.atomic():
            open_bank_account(payee_id=payee_id, bin=bin, number=number.upper(), holder=holder)
    except DomainError as refusal:
        if refusal.code not in _NOT_FOR_BUYERS:
            raise


def sample_account(name: str) -> dict[str, str]:
    """A bank account for a test payee that has none, so that it is active at once."""
    number = "TEST" + "".join(secrets.choice("0123456789") for _ in range(12))
    return {"bin": "970436", "number": number, "holder": capitals(name)[:80]}
