"""balance_transaction: one line of the platform's or a payee's balance."""

from typing import Any, Literal

from django.db.models import QuerySet

from payments.events.serializers.base import CURRENCY, ApiObject, Currency, SourceOrNull, seconds
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


class FeeDetail(ApiObject):
    amount: int
    application: None = None
    currency: Currency = CURRENCY
    description: str | None
    type: str


class BalanceTransactionObject(ApiObject):
    id: str
    object: Literal["balance_transaction"] = "balance_transaction"
    amount: int
    available_on: int
    balance_type: Literal["payments"] = "payments"
    created: int
    currency: Currency = CURRENCY
    description: str | None
    exchange_rate: None = None
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
    """A pending line has no known end of its return window yet: its own day is given."""
    return BalanceTransactionObject(
        id=row.pk,
        amount=row.amount,
        available_on=seconds(row.available_on or row.created_at),
        created=seconds(row.created_at),
        description=row.description or None,
        fee=row.fee,
        fee_details=[_fee(detail) for detail in row.fee_details],
        net=row.net,
        reporting_category=_CATEGORIES.get(row.type, row.type),
        source=row.source or None,
        status="pending" if row.available_on is None else "available",
        type=row.type,
    )


def _fee(detail: dict[str, Any]) -> FeeDetail:
    return FeeDetail(amount=detail["amount"], description=detail.get("description"), type=detail["type"])
