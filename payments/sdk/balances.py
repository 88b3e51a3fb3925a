"""What is owed to payees."""

from collections.abc import Iterable

from payments.ledger import balances
from payments.ledger.balances import Balance


def of(account: str) -> Balance:
    """What is owed to a payee."""
    return balances.balances([account])[account]


def of_many(accounts: Iterable[str]) -> dict[str, Balance]:
    """By payee, in one statement."""
    return balances.balances(accounts)
