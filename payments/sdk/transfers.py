"""Transfers: the payees' shares of payments."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from payments import models
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.release_transfer import release_transfer
from payments.sdk._run_once import create_once
from payments.tax_rules.withholding import Sale


@dataclass(frozen=True)
class Transfer:
    """A payee's share of a payment."""

    id: str
    payment_intent: str
    destination: str
    amount: int
    amount_reversed: int
    application_fee_amount: int  # the operator's commission, included in `amount`
    reference: str
    created: datetime


_COLUMNS = ("id", "intent_id", "payee_id", "amount", "reversed", "commission", "reference", "created_at")


def create(
    *,
    payment_intent: str,
    amount: int,
    destination: str,
    reference: str,
    idempotency_key: str,
    sales: Sequence[Sale] = (),
) -> Transfer:
    """Transfer `amount` đồng of a paid intent to a payee. `sales` are the goods sold, for the tax of individuals.

    Raises INSUFFICIENT_FUNDS, TRANSFER_EXISTS, SALES_INVALID.
    """
    arguments: dict[str, Any] = {
        "intent_id": payment_intent,
        "amount": amount,
        "payee_id": destination,
        "reference": reference,
    }
    asked = arguments | {"sales": [asdict(sale) for sale in sales]} if sales else arguments

    def run() -> str:
        return create_transfer(**arguments, sales=sales).pk

    made = create_once("transfers.create", idempotency_key, asked, run)
    return _transfer(models.Transfer.objects.values(*_COLUMNS).get(pk=made))


def release(id: str) -> Transfer:
    """Make what is left of a transfer available, because its return window has ended. Idempotent."""
    return _transfer(vars(release_transfer(transfer_id=id)))


def _transfer(row: Mapping[str, Any]) -> Transfer:
    return Transfer(
        id=row["id"],
        payment_intent=row["intent_id"],
        destination=row["payee_id"],
        amount=row["amount"],
        amount_reversed=row["reversed"],
        application_fee_amount=row["commission"],
        reference=row["reference"],
        created=row["created_at"],
    )
