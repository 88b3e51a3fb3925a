"""What is owed to payees."""

from collections.abc import Iterable

from payments import queries
from payments.objects import Balance


def of(account: str) -> Balance:
    """What is owed to a payee."""
    return queries.balances([account])[account]


def of_many(accounts: Iterable[str]) -> dict[str, Balance]:
    """By payee, in one statement."""
    return queries.balances(accounts)
