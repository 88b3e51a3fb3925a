"""balance: what is the platform's, or owed to a payee, by whether it may be moved now."""

from typing import Literal

from django.db.models import Q, Sum
from pydantic import with_config
from typing_extensions import TypedDict

from payments.events.serializers.base import CURRENCY, STRICT, Currency
from payments.ledger import balances, chart
from payments.ledger.balances import Balance
from payments.models import LedgerEntry


@with_config(STRICT)
class SourceTypes(TypedDict):
    card: int


@with_config(STRICT)
class Part(TypedDict):
    amount: int
    currency: Currency
    source_types: SourceTypes


@with_config(STRICT)
class Reserved(TypedDict):
    amount: int
    currency: Currency


@with_config(STRICT)
class BalanceObject(TypedDict):
    object: Literal["balance"]
    available: list[Part]
    connect_reserved: list[Reserved]
    instant_available: list[Reserved]
    livemode: bool
    pending: list[Part]


def balance_of(payee_id: str | None, livemode: bool) -> Balance:
    """A payee's balance, or the platform's (customer_funds + op:*): all of it available (1 statement)."""
    if payee_id is not None:
        return balances.balances([payee_id])[payee_id]
    ours = Q(account__code=chart.CUSTOMER_FUNDS) | Q(account__code__startswith="op:")
    held = LedgerEntry.objects.filter(ours, account__livemode=livemode).aggregate(sum=Sum("amount", default=0))
    return Balance(pending=0, available=-held["sum"])


def render(held: Balance, livemode: bool) -> BalanceObject:
    """What payees owe after refunds stands as negative `available` in their own balances; nothing is reserved."""
    return {
        "object": "balance",
        "available": [_part(held.available)],
        "connect_reserved": [{"amount": 0, "currency": CURRENCY}],
        "instant_available": [{"amount": 0, "currency": CURRENCY}],
        "livemode": livemode,
        "pending": [_part(held.pending)],
    }


def _part(amount: int) -> Part:
    return {"amount": amount, "currency": CURRENCY, "source_types": {"card": amount}}
