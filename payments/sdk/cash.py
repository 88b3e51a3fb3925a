"""Cash into the sellers' own hands (memo book)."""

from typing import Any

from payments import models
from payments.intents.services.record_cash import record_cash
from payments.providers.cash import CODE
from payments.sdk import objects
from payments.sdk._run_once import create_once
from payments.sdk.objects import CashReceipt


def record(*, account: str, amount: int, reference: str, idempotency_key: str) -> CashReceipt:
    """CASH_EXISTS for a reference of this payee that was recorded under another key; NOT_FOUND, AMOUNT_INVALID."""
    arguments: dict[str, Any] = {"payee_id": account, "amount": amount, "reference": reference}
    intent_id = create_once("cash.record", idempotency_key, arguments, lambda: record_cash(**arguments).pk)
    return objects.cash_receipt(models.PaymentIntent.objects.get(pk=intent_id))


def of(account: str, reference: str) -> CashReceipt | None:
    """What was recorded of a payee under its caller's name for it, if anything was (1 statement)."""
    found = models.PaymentIntent.objects.filter(payee_id=account, payment_method_type=CODE, reference=reference).first()
    return objects.cash_receipt(found) if found else None
