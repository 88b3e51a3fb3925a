"""transfer_reversal: a partial or full reversal of a transfer."""

from typing import Literal

from django.db.models import QuerySet

from payments.events.serializers.base import (
    CURRENCY,
    ApiObject,
    BalanceTransactionOrNull,
    Currency,
    Metadata,
    RefundOrNull,
    TransferId,
    line_of,
    plain,
    seconds,
)
from payments.models import TransferReversal


class TransferReversalObject(ApiObject):
    id: str
    object: Literal["transfer_reversal"] = "transfer_reversal"
    amount: int
    balance_transaction: BalanceTransactionOrNull
    created: int
    currency: Currency = CURRENCY
    destination_payment_refund: None = None
    metadata: Metadata
    source_refund: RefundOrNull
    transfer: TransferId


def rows() -> QuerySet[TransferReversal]:
    return TransferReversal.objects.annotate(line=line_of("pk", "transfer_refund"))


def render(row: TransferReversal) -> TransferReversalObject:
    return TransferReversalObject(
        id=row.pk,
        amount=row.amount,
        balance_transaction=row.line,  # type: ignore[attr-defined]  # an annotation
        created=seconds(row.created_at),
        metadata=plain(row.metadata),
        source_refund=row.refund_id,
        transfer=row.transfer_id,
    )
