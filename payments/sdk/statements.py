"""Account statements of payees."""

from datetime import date

from payments.connected_accounts import queries, statements
from payments.connected_accounts.queries import StatementLine
from payments.connected_accounts.statements import OwnMoney, Statement


def of(account: str, limit: int = 500) -> list[StatementLine]:
    """The lines of a payee's balance, latest first."""
    return queries.statement(account, limit)


def month(account: str, month: date) -> Statement:
    """The statement of a month, given by its first day (2 statements)."""
    return statements.month_of(account, month)


def on_hold(account: str) -> dict[str, int]:
    """Pending amounts in đồng, by the caller's own reference (1 statement)."""
    return statements.on_hold(account)


def own_money(account: str, month: date) -> list[OwnMoney]:
    """Payments that the payee collected itself in a month; the platform never owed them (1 statement)."""
    return statements.own_money(account, month)
