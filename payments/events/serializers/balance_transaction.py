"""balance_transaction: one line of the platform's or a payee's balance."""

from typing import Any, Literal

from django.db.models import QuerySet
from pydantic import with_config
from typing_extensions import TypedDict

from payments.events.serializers.base import CURRENCY, STRICT, Currency, SourceOrNull, seconds
from payments.models import BalanceTransaction

# Stripe's coarser names of the same lines; the others have their own type's.
_CATEGORIES = {
    "payment": "charge",
    "payment_refund": "refund",
    "application_fee": "platform_earning",
    "application_fee_refund": "platform_earning_refund",
    "transfer_refund": "transfer_reversal",
    "payout_cancel": "payout_reversal",
    "payout_failure": "payout_reversal",
    "refund_failure": "refund_failure",
    "stripe_fee": "fee",
}


@with_config(STRICT)
class FeeDetail(TypedDict):
    amount: int
    application: None
    currency: Currency
    description: str | None
    type: str


@with_config(STRICT)
class BalanceTransactionObject(TypedDict):
    id: str
    object: Literal["balance_transaction"]
    amount: int
    available_on: int
    balance_type: Literal["payments"]
    created: int
    currency: Currency
    description: str | None
    exchange_rate: None
    fee: int
    fee_details: list[FeeDetail]
    net: int
    reporting_category: str
    source: SourceOrNull
    status: Literal["available", "pending"]
    type: str


def rows() -> QuerySet[BalanceTransaction]:
    return BalanceTransaction.objects.all()


def render(row: BalanceTransaction) -> BalanceTransactionObject:
    """A pending line has no day yet on which the return window will end: its own day is given."""
    return {
        "id": row.pk,
        "object": "balance_transaction",
        "amount": row.amount,
        "available_on": seconds(row.available_on or row.created_at),
        "balance_type": "payments",
        "created": seconds(row.created_at),
        "currency": CURRENCY,
        "description": row.description or None,
        "exchange_rate": None,
        "fee": row.fee,
        "fee_details": [_fee(detail) for detail in row.fee_details],
        "net": row.net,
        "reporting_category": _CATEGORIES.get(row.type, row.type),
        "source": row.source or None,
        "status": "pending" if row.available_on is None else "available",
        "type": row.type,
    }


def _fee(detail: dict[str, Any]) -> FeeDetail:
    return {
        "amount": detail["amount"],
        "application": None,
        "currency": CURRENCY,
        "description": detail.get("description"),
        "type": detail["type"],
    }
