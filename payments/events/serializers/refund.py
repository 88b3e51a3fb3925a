"""refund: a refund to a buyer."""

from typing import Literal

from django.db.models import OuterRef, QuerySet, Subquery

from payments.events.serializers.base import (
    CURRENCY,
    OMITTED,
    ApiObject,
    BalanceTransactionOrNull,
    ChargeOrNull,
    Currency,
    Metadata,
    Null,
    PaymentIntentOrNull,
    PaymentMethodOrNull,
    TransferReversalOrNull,
    line_of,
    plain,
    seconds,
    with_hash_of_type,
)
from payments.models import Refund, RefundPhase, RefundStatus, TransferReversal

# Our codes by Stripe's three; a code without a counterpart is null, like a refund without a reason.
_REASONS = {
    "duplicate": "duplicate",
    "fraudulent": "fraudulent",
    "requested_by_customer": "requested_by_customer",
    "paid_twice": "duplicate",
    "returned_damaged": "requested_by_customer",
    "returned_wrong": "requested_by_customer",
    "returned_missing": "requested_by_customer",
    "returned_changed_mind": "requested_by_customer",
    "returned_other": "requested_by_customer",
}
REVERSED_TYPES = ("refund_failure", "refund_canceled")  # of the balance lines: the money did not reach the buyer
_PENDING = {
    RefundPhase.AWAITING_APPROVAL: "processing",
    RefundPhase.QUEUED: "processing",
    RefundPhase.IN_FLIGHT: "processing",
    RefundPhase.AT_PROVIDER: "processing",
    RefundPhase.UNKNOWN: "processing",
}


class ToBank(ApiObject):
    """The provider's own number of the refund, once known."""

    reference: str | None
    reference_status: Literal["available", "pending"]


class Destination(ApiObject):
    type: Literal["vnpay", "vietqr", "cash"]
    vnpay: ToBank = OMITTED
    vietqr: ToBank = OMITTED
    cash: ToBank = OMITTED


class RefundObject(ApiObject):
    id: str
    object: Literal["refund"] = "refund"
    amount: int
    balance_transaction: BalanceTransactionOrNull
    charge: ChargeOrNull
    created: int
    currency: Currency = CURRENCY
    customer: Null = None
    customer_account: None = None
    description: str | None = None
    destination_details: Destination
    failure_balance_transaction: BalanceTransactionOrNull
    failure_reason: str | None
    instructions_email: None = None
    metadata: Metadata
    next_action: None = None
    payment_intent: PaymentIntentOrNull
    payment_method: PaymentMethodOrNull
    pending_reason: str | None
    reason: Literal["duplicate", "fraudulent", "requested_by_customer"] | None
    receipt_number: None = None
    source_transfer_reversal: Null = None
    status: Literal["pending", "requires_action", "succeeded", "failed", "canceled"]
    transfer_reversal: TransferReversalOrNull


def rows() -> QuerySet[Refund]:
    reversal = TransferReversal.objects.filter(refund=OuterRef("pk")).order_by("sequence").values("id")[:1]
    return Refund.objects.select_related("attempt", "intent").annotate(
        line=line_of("pk", "refund"), failure_line=line_of("pk", *REVERSED_TYPES), reversal_id=Subquery(reversal)
    )


def render(row: Refund) -> RefundObject:
    waits = row.status == RefundStatus.PENDING
    kind = row.attempt.provider
    told = ToBank(reference=row.provider_ref or None, reference_status="available" if row.provider_ref else "pending")
    return RefundObject(
        id=row.pk,
        amount=row.amount,
        balance_transaction=row.line,  # type: ignore[attr-defined]  # an annotation
        charge=row.attempt.charge_id,
        created=seconds(row.created_at),
        destination_details=with_hash_of_type(Destination(type=kind), kind, told),  # type: ignore[arg-type]
        failure_balance_transaction=row.failure_line,  # type: ignore[attr-defined]
        failure_reason=row.failure_reason or None,
        metadata=plain(row.metadata),
        payment_intent=row.intent_id,
        payment_method=row.intent.payment_method_id or None,
        pending_reason=_PENDING.get(RefundPhase(row.phase)) if waits else None,
        reason=_REASONS.get(row.reason),  # type: ignore[arg-type]
        status=str(row.status),  # type: ignore[arg-type]
        transfer_reversal=row.reversal_id,  # type: ignore[attr-defined]
    )
