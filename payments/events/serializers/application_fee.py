"""application_fee: the operator's commission on a transfer."""

from typing import Annotated, Literal

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from payments.events.serializers.base import (
    CURRENCY,
    AccountId,
    ApiObject,
    ApplicationFeeId,
    BalanceTransactionOrNull,
    ChargeId,
    ChargeOrNull,
    Currency,
    Expands,
    ListObject,
    Metadata,
    Null,
    line_of,
    plain,
    seconds,
    sublist,
)
from payments.models import Attempt, AttemptStatus, Transfer, TransferReversal


class FeeSource(ApiObject):
    charge: str
    type: Literal["charge"] = "charge"


class FeeRefund(ApiObject):
    """Commission returned with a reversal of its transfer (trr_… ↔ fr_…)."""

    id: str
    object: Literal["fee_refund"] = "fee_refund"
    amount: int
    balance_transaction: Null = None
    created: int
    currency: Currency = CURRENCY
    fee: ApplicationFeeId
    metadata: Metadata


class ApplicationFeeObject(ApiObject):
    id: str
    object: Literal["application_fee"] = "application_fee"
    account: AccountId
    amount: int
    amount_refunded: int
    application: Annotated[Literal["ca_choxa"], Expands(())] = "ca_choxa"
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
    back = Prefetch("reversals", refunds_of_fees().order_by("-sequence"), to_attr="fee_refunds")
    return (
        Transfer.objects.exclude(fee_id=None)
        .prefetch_related(back)
        .annotate(fee_line=line_of("fee_id", "application_fee"), paid_by=Subquery(paid_by.values("charge_id")[:1]))
    )


def refunds_of_fees() -> QuerySet[TransferReversal]:
    """Reversals that returned commission."""
    return TransferReversal.objects.filter(commission__gt=0)


def render(row: Transfer) -> ApplicationFeeObject:
    fee_id = row.fee_id or ""
    back = [render_refund(fee_id, one) for one in row.fee_refunds]  # type: ignore[attr-defined]  # prefetched
    return ApplicationFeeObject(
        id=fee_id,
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
        refunds=sublist(back, f"/v1/application_fees/{row.fee_id}/refunds"),
    )


def reversal_of(id: str) -> str:
    """The reversal behind a fee refund's id; "" for what is no such id."""
    return f"trr_{id.removeprefix('fr_')}" if id.startswith("fr_") else ""


def render_refund(fee_id: str, row: TransferReversal) -> FeeRefund:
    return FeeRefund(
        id=row.pk.replace("trr_", "fr_"),
        amount=row.commission,
        created=seconds(row.created_at),
        fee=fee_id,
        metadata=plain(row.metadata),
    )
