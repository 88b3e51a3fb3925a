"""balance: the platform's or a payee's, pending and available."""

from dataclasses import field
from typing import Literal

from django.db.models import Q, Sum

from payments.events.serializers.base import CURRENCY, ApiObject, Currency
from payments.ledger import balances, chart
from payments.ledger.balances import Balance
from payments.models import LedgerEntry


class SourceTypes(ApiObject):
    card: int


class BalanceAmount(ApiObject):
    amount: int
    currency: Currency = CURRENCY
    source_types: SourceTypes


class Reserved(ApiObject):
    amount: int = 0
    currency: Currency = CURRENCY


class BalanceObject(ApiObject):
    object: Literal["balance"] = "balance"
    available: list[BalanceAmount]
    connect_reserved: list[Reserved] = field(default_factory=lambda: [Reserved()])
    instant_available: list[Reserved] = field(default_factory=lambda: [Reserved()])
    livemode: bool
    pending: list[BalanceAmount]


def balance_of(payee_id: str | None, livemode: bool) -> Balance:
    """A payee's balance, or the platform's (customer_funds + op:*): all of it available (1 statement)."""
    if payee_id is not None:
        return balances.balances([payee_id])[payee_id]
    ours = Q(account__code=chart.CUSTOMER_FUNDS) | Q(account__code__startswith="op:")
    held = LedgerEntry.objects.filter(ours, account__livemode=livemode).aggregate(sum=Sum("amount", default=0))
    return Balance(pending=0, available=-held["sum"])


def render(held: Balance, livemode: bool) -> BalanceObject:
    """Debts of payees after refunds are negative `available` in their own balances; nothing is reserved."""
    return BalanceObject(available=[_part(held.available)], livemode=livemode, pending=[_part(held.pending)])


def _part(amount: int) -> BalanceAmount:
    return BalanceAmount(amount=amount, source_types=SourceTypes(card=amount))
