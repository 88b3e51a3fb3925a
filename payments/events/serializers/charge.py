"""charge: an ended attempt to pay (ch_…)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from payments.events.serializers import refund
from payments.events.serializers.base import (
    CURRENCY,
    AccountId,
    AccountOrNull,
    ApiObject,
    ApplicationFeeOrNull,
    BalanceTransactionOrNull,
    BillingDetails,
    Currency,
    CustomerOrNull,
    ListObject,
    Metadata,
    Null,
    PaymentIntentOrNull,
    ReviewId,
    TransferOrNull,
    billing_details,
    line_of,
    plain,
    seconds,
    sublist,
)
from payments.models import UNSUCCESSFUL_REFUND_STATUSES, Attempt, AttemptStatus, Refund, Transfer
from payments.providers import provider
from payments.providers.decline_codes import decline_code, english_words, error_code

_CAPTURED = (AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE)


class FraudDetails(ApiObject):
    pass


class ChargeOutcome(ApiObject):
    advice_code: None = None
    network_advice_code: None = None
    network_decline_code: str | None = None
    network_status: Literal["approved_by_network", "declined_by_network", "not_sent_to_network"] = "approved_by_network"
    reason: str | None = None
    risk_level: Literal["normal", "elevated", "not_assessed"] = "not_assessed"
    seller_message: str = "Payment complete."
    type: Literal["authorized", "issuer_declined", "manual_review"] = "authorized"


class ChargeTransferData(ApiObject):
    amount: int | None
    destination: AccountId


class Charge(ApiObject):
    id: str
    object: Literal["charge"] = "charge"
    amount: int
    amount_captured: int
    amount_refunded: int
    application: Null = None
    application_fee: ApplicationFeeOrNull
    application_fee_amount: int | None
    balance_transaction: BalanceTransactionOrNull
    billing_details: BillingDetails
    calculated_statement_descriptor: None = None
    captured: bool
    created: int
    currency: Currency = CURRENCY
    customer: CustomerOrNull = None
    description: str | None
    dispute: Null = None
    disputed: Literal[False] = False
    failure_balance_transaction: None = None
    failure_code: str | None = None
    failure_message: str | None = None
    fraud_details: FraudDetails = FraudDetails()
    livemode: bool
    metadata: Metadata
    on_behalf_of: AccountOrNull = None
    outcome: ChargeOutcome
    paid: bool
    payment_intent: PaymentIntentOrNull = None
    payment_method: str | None = None
    payment_method_details: dict[str, Any]
    receipt_email: str | None = None
    receipt_number: None = None
    receipt_url: None = None
    refunded: bool
    refunds: ListObject[refund.RefundObject]
    review: ReviewId = None
    shipping: None = None
    source: None = None
    source_transfer: TransferOrNull = None
    statement_descriptor: None = None
    statement_descriptor_suffix: None = None
    status: Literal["succeeded", "pending", "failed"]
    transfer: TransferOrNull = None
    transfer_data: ChargeTransferData | None = None
    transfer_group: str | None


def rows() -> QuerySet[Attempt]:
    """Attempts that are charges (2 statements)."""
    passed_on = Transfer.objects.filter(
        intent=OuterRef("intent_id"), payee=OuterRef("intent__transfer_destination")
    ).order_by("sequence")
    return (
        Attempt.objects.exclude(charge_id=None)
        .select_related("intent")
        .prefetch_related(Prefetch("refunds", refund.rows().order_by("-sequence")))
        .annotate(
            line=line_of("charge_id", "charge"),
            transfer_id=Subquery(passed_on.values("id")[:1]),
            fee_id=Subquery(passed_on.values("fee_id")[:1]),
        )
    )


@dataclass(frozen=True)
class ChargeRelations:
    """Related data of a charge from other tables."""

    line: str | None = None  # its balance transaction
    transfer: str | None = None  # the payee that it was transferred to
    fee: str | None = None
    refunds: Sequence[Refund] = ()


def render(row: Attempt) -> Charge:
    """A row of `rows()`."""
    return _charge(row, ChargeRelations(row.line, row.transfer_id, row.fee_id, list(row.refunds.all())))  # type: ignore[attr-defined]


def render_new(row: Attempt, line: str | None) -> Charge:
    """A charge that has ended at this moment: nothing was transferred or refunded yet, and nothing is read."""
    return _charge(row, ChargeRelations(line))


def _charge(row: Attempt, related: ChargeRelations) -> Charge:
    intent = row.intent
    is_captured = row.status in _CAPTURED
    back = sum(r.amount for r in related.refunds if r.status not in UNSUCCESSFUL_REFUND_STATUSES)
    declined = decline_code(row) if row.status == AttemptStatus.FAILED else ""
    destination = intent.transfer_destination_id
    return Charge(
        id=row.charge_id or "",
        amount=row.amount,
        amount_captured=row.amount if is_captured else 0,
        amount_refunded=back,
        application_fee=related.fee,
        application_fee_amount=intent.application_fee_amount,
        balance_transaction=related.line if is_captured else None,
        billing_details=billing_details(intent.billing_details, intent.receipt_email),
        captured=is_captured,
        created=seconds(row.closed_at or row.created_at),
        customer=intent.customer_id,
        description=intent.description or None,
        failure_code=error_code(declined) if declined else None,
        failure_message=english_words(declined) if declined else None,
        livemode=intent.livemode,
        metadata=plain(intent.metadata),
        outcome=_outcome(row, declined),
        paid=is_captured,
        payment_intent=intent.pk,
        payment_method=intent.payment_method_id or None,
        payment_method_details={
            "type": row.provider,
            row.provider: dict(provider(row.provider).charge_details(row)),
        },
        receipt_email=intent.receipt_email or None,
        refunded=is_captured and back >= row.amount,
        refunds=_refunds(row, related.refunds),
        review=f"prv_{intent.pk.removeprefix('pi_')}" if row.status == AttemptStatus.REVIEW else None,
        status="succeeded" if is_captured else "failed" if row.status == AttemptStatus.FAILED else "pending",
        transfer=related.transfer,
        transfer_data=ChargeTransferData(amount=intent.transfer_amount, destination=destination)
        if destination
        else None,
        transfer_group=intent.transfer_group or None,
    )


def _outcome(row: Attempt, declined: str) -> ChargeOutcome:
    if declined:
        return ChargeOutcome(
            network_decline_code=row.response_code,
            network_status="declined_by_network",
            reason=declined,
            seller_message=english_words(declined),
            type="issuer_declined",
        )
    if row.status == AttemptStatus.REVIEW:
        held = "Held for manual review by the operator."
        return ChargeOutcome(risk_level="elevated", seller_message=held, type="manual_review")
    return ChargeOutcome()


def _refunds(row: Attempt, refunds: Sequence[Refund]) -> ListObject[refund.RefundObject]:
    made = sorted(refunds, key=lambda one: -one.sequence)
    for one in made:
        one.attempt, one.intent = row, row.intent
    return sublist([refund.render(one) for one in made], f"/v1/charges/{row.charge_id}/refunds")
