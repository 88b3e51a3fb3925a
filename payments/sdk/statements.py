"""Payees' movements."""

from payments import queries
from payments.objects import StatementLine


def of(account: str, limit: int = 500) -> list[StatementLine]:
    """A payee's movements, latest first."""
    return queries.statement(account, limit)
