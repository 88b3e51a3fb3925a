"""transfer_reversal: a part of a transfer taken back from the payee."""

from typing import Literal

from django.db.models import QuerySet
from pydantic import with_config
from typing_extensions import TypedDict

from payments.events.serializers.balance_line import line_of
from payments.events.serializers.base import (
    CURRENCY,
    STRICT,
    BalanceTransactionOrNull,
    Currency,
    Metadata,
    RefundOrNull,
    TransferId,
    plain,
    seconds,
)
from payments.models import TransferReversal


@with_config(STRICT)
class TransferReversalObject(TypedDict):
    id: str
    object: Literal["transfer_reversal"]
    amount: int
    balance_transaction: BalanceTransactionOrNull
    created: int
    currency: Currency
    destination_payment_refund: None
    metadata: Metadata
    source_refund: RefundOrNull
    transfer: TransferId


def rows() -> QuerySet[TransferReversal]:
    return TransferReversal.objects.annotate(line=line_of("pk", "transfer_refund"))


def render(row: TransferReversal) -> TransferReversalObject:
    return {
        "id": row.pk,
        "object": "transfer_reversal",
        "amount": row.amount,
        "balance_transaction": row.line,  # type: ignore[attr-defined]  # an annotation
        "created": seconds(row.created_at),
        "currency": CURRENCY,
        "destination_payment_refund": None,
        "metadata": plain(row.metadata),
        "source_refund": row.refund_id,
        "transfer": row.transfer_id,
    }
