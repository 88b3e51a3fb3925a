"""application_fee: the operator's commission on a transfer."""

from typing import Literal

from django.db.models import OuterRef, QuerySet, Subquery

from payments.events.serializers.base import (
    CURRENCY,
    AccountId,
    ApiObject,
    BalanceTransactionOrNull,
    ChargeId,
    ChargeOrNull,
    Currency,
    ListObject,
    line_of,
    listing,
    seconds,
)
from payments.models import Attempt, AttemptStatus, Transfer


class FeeSource(ApiObject):
    charge: str
    type: Literal["charge"] = "charge"


class FeeRefund(ApiObject):
    """Commission is given back with a transfer's reversal; it has no refund object of its own here."""


class ApplicationFeeObject(ApiObject):
    id: str
    object: Literal["application_fee"] = "application_fee"
    account: AccountId
    amount: int
    amount_refunded: int
    application: Literal["ca_choxa"] = "ca_choxa"
    balance_transaction: BalanceTransactionOrNull
    charge: ChargeId
    created: int
    currency: Currency = CURRENCY
    fee_source: FeeSource
    livemode: bool
    originating_transaction: ChargeOrNull
    refunded: bool
    refunds: ListObject[FeeRefund]


def rows() -> QuerySet[Transfer]:
    paid_by = Attempt.objects.filter(intent=OuterRef("intent_id"), status=AttemptStatus.SUCCEEDED)
    return Transfer.objects.exclude(fee_id=None).annotate(
        fee_line=line_of("fee_id", "application_fee"), paid_by=Subquery(paid_by.values("charge_id")[:1])
    )


def render(row: Transfer) -> ApplicationFeeObject:
    return ApplicationFeeObject(
        id=row.fee_id or "",
        account=row.payee_id,
        amount=row.commission,
        amount_refunded=row.commission_reversed,
        balance_transaction=row.fee_line,  # type: ignore[attr-defined]  # an annotation, as paid_by below
        charge=row.payment_id or "",
        created=seconds(row.created_at),
        fee_source=FeeSource(charge=row.payment_id or ""),
        livemode=row.livemode,
        originating_transaction=row.paid_by,  # type: ignore[attr-defined]
        refunded=row.commission_reversed >= row.commission,
        refunds=listing([], f"/v1/application_fees/{row.fee_id}/refunds"),
    )
