"""Cash that sellers collect themselves (memo book)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from payments import models
from payments.intents.services.record_cash import record_cash
from payments.providers.cash import CODE
from payments.sdk._run_once import create_once


@dataclass(frozen=True)
class CashReceipt:
    """A cash payment that a seller collected."""

    id: str  # pi_…
    account: str
    amount: int
    reference: str
    created: datetime


_COLUMNS = ("id", "payee_id", "amount", "reference", "created_at")


def record(*, account: str, amount: int, reference: str, idempotency_key: str) -> CashReceipt:
    """Record a cash payment.

    Raises CASH_EXISTS where the payee's reference was recorded under another key, NOT_FOUND, AMOUNT_INVALID.
    """
    arguments: dict[str, Any] = {"payee_id": account, "amount": amount, "reference": reference}
    intent_id = create_once("cash.record", idempotency_key, arguments, lambda: record_cash(**arguments).pk)
    return _receipt(models.PaymentIntent.objects.values(*_COLUMNS).get(pk=intent_id))


def of(account: str, reference: str) -> CashReceipt | None:
    """The receipt of a payee by the caller's reference; None where there is none (1 statement)."""
    rows = models.PaymentIntent.objects.filter(payee_id=account, payment_method_type=CODE, reference=reference)
    found = rows.values(*_COLUMNS).first()
    return _receipt(found) if found else None


def _receipt(row: Mapping[str, Any]) -> CashReceipt:
    return CashReceipt(
        id=row["id"],
        account=row["payee_id"] or "",
        amount=row["amount"],
        reference=row["reference"],
        created=row["created_at"],
    )
