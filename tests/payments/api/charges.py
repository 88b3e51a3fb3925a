"""Twelve payments in cash, each with a refund."""

from payments.intents.services.confirm_api_intent import confirm_api_intent
from payments.intents.services.create_api_intent import create_api_intent
from payments.refunds.services.create_refund import create_refund


def make() -> None:
    """Write them into this database."""
    for _ in range(12):
        intent = create_api_intent(amount=1_000, payment_method_types=["cash"], payment_method_type="cash")
        confirm_api_intent(intent_id=intent.pk, ip="127.0.0.1")
        create_refund(intent_id=intent.pk, amount=100, reason="duplicate")
