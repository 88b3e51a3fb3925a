"""Balances of payees."""

from collections.abc import Iterable

from payments.ledger import balances
from payments.ledger.balances import Balance


def of(account: str) -> Balance:
    """The balance of a payee."""
    return balances.balances([account])[account]


def of_many(accounts: Iterable[str]) -> dict[str, Balance]:
    """Balances by payee (1 statement)."""
    return balances.balances(accounts)
