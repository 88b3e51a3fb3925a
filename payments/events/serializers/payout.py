"""payout: an amount of a payee's available balance, sent to its bank account."""

from typing import Literal

from django.db.models import QuerySet

from payments.events.serializers.account import bank_account_id
from payments.events.serializers.base import (
    CURRENCY,
    ApiObject,
    BalanceTransactionOrNull,
    BankAccountOrNull,
    Currency,
    Metadata,
    Null,
    line_of,
    midnight,
    plain,
    seconds,
)
from payments.models import Payout

REVERSED_TYPES = ("payout_failure", "payout_cancel")


class TraceId(ApiObject):
    """The bank's own number of the transfer."""

    status: Literal["supported", "pending"]
    value: str | None


class PayoutObject(ApiObject):
    id: str
    object: Literal["payout"] = "payout"
    amount: int
    application_fee: Null = None
    application_fee_amount: None = None
    arrival_date: int
    automatic: bool
    balance_transaction: BalanceTransactionOrNull
    created: int
    currency: Currency = CURRENCY
    description: str | None
    destination: BankAccountOrNull
    failure_balance_transaction: BalanceTransactionOrNull
    failure_code: str | None
    failure_message: str | None
    livemode: bool
    metadata: Metadata
    method: Literal["standard"] = "standard"
    original_payout: Null = None
    payout_method: None = None
    reconciliation_status: Literal["not_applicable"] = "not_applicable"
    reversed_by: Null = None
    source_type: Literal["card"] = "card"
    statement_descriptor: str | None
    status: Literal["pending", "in_transit", "paid", "failed", "canceled"]
    trace_id: TraceId
    type: Literal["bank_account"] = "bank_account"


def rows() -> QuerySet[Payout]:
    return Payout.objects.annotate(line=line_of("pk", "payout"), failure_line=line_of("pk", *REVERSED_TYPES))


def render(row: Payout) -> PayoutObject:
    return PayoutObject(
        id=row.pk,
        amount=row.amount,
        arrival_date=midnight(row.arrival_on),
        automatic=row.automatic,
        balance_transaction=row.line,  # type: ignore[attr-defined]  # an annotation, as the one below
        created=seconds(row.created_at),
        description=row.description or None,
        destination=bank_account_id(row.payee_id, row.bank_bin, row.bank_account_no),
        failure_balance_transaction=row.failure_line,  # type: ignore[attr-defined]
        failure_code=row.failure_code or None,
        failure_message=row.failure_message or None,
        livemode=row.livemode,
        metadata=plain(row.metadata),
        statement_descriptor=row.code,
        status=str(row.status),  # type: ignore[arg-type]
        trace_id=TraceId(status="supported" if row.bank_reference else "pending", value=row.bank_reference or None),
    )
