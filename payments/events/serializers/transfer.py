"""transfer: a payee's share of a payment."""

from typing import Literal

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from payments.events.serializers import transfer_reversal
from payments.events.serializers.base import (
    CURRENCY,
    AccountId,
    ApiObject,
    BalanceTransactionOrNull,
    ChargeOrNull,
    Currency,
    ListObject,
    Metadata,
    line_of,
    plain,
    seconds,
    sublist,
)
from payments.events.serializers.transfer_reversal import TransferReversalObject
from payments.models import Attempt, AttemptStatus, Transfer


class TransferObject(ApiObject):
    id: str
    object: Literal["transfer"] = "transfer"
    amount: int
    amount_reversed: int
    balance_transaction: BalanceTransactionOrNull
    created: int
    currency: Currency = CURRENCY
    description: str | None
    destination: AccountId
    destination_payment: ChargeOrNull
    livemode: bool
    metadata: Metadata
    reversals: ListObject[TransferReversalObject]
    reversed: bool
    source_transaction: ChargeOrNull
    source_type: Literal["card"] = "card"
    transfer_group: str | None


def rows() -> QuerySet[Transfer]:
    """2 statements."""
    paid_by = Attempt.objects.filter(intent=OuterRef("intent_id"), status=AttemptStatus.SUCCEEDED)
    return Transfer.objects.prefetch_related(
        Prefetch("reversals", transfer_reversal.rows().order_by("-sequence"))
    ).annotate(line=line_of("pk", "transfer"), paid_by=Subquery(paid_by.values("charge_id")[:1]))


def render(row: Transfer) -> TransferObject:
    back = [transfer_reversal.render(one) for one in row.reversals.all()]
    return TransferObject(
        id=row.pk,
        amount=row.amount,
        amount_reversed=row.reversed,
        balance_transaction=row.line,  # type: ignore[attr-defined]  # an annotation, as paid_by below
        created=seconds(row.created_at),
        description=row.description or None,
        destination=row.payee_id,
        destination_payment=row.payment_id,
        livemode=row.livemode,
        metadata=plain(row.metadata),
        reversals=sublist(back, f"/v1/transfers/{row.pk}/reversals"),
        reversed=row.reversed >= row.amount,
        source_transaction=row.paid_by,  # type: ignore[attr-defined]
        transfer_group=row.transfer_group or None,
    )
