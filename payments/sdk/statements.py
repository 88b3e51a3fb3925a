"""Payees' movements."""

from datetime import date

from payments.connected_accounts import queries, statements
from payments.connected_accounts.queries import StatementLine
from payments.connected_accounts.statements import OwnMoney, Statement


def of(account: str, limit: int = 500) -> list[StatementLine]:
    """A payee's movements, latest first."""
    return queries.statement(account, limit)


def month(account: str, month: date) -> Statement:
    """What changed a payee's balance in a month, named by its first day (2 statements)."""
    return statements.month_of(account, month)


def on_hold(account: str) -> dict[str, int]:
    """What is pending, in đồng, by the caller's own name for it (1 statement)."""
    return statements.on_hold(account)


def own_money(account: str, month: date) -> list[OwnMoney]:
    """What went straight to the payee in a month: never owed (1 statement)."""
    return statements.own_money(account, month)
