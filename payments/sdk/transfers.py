"""Payees' shares of payments."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from payments import models
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.release_transfer import release_transfer
from payments.sdk import objects
from payments.sdk._run_once import create_once
from payments.sdk.objects import Transfer
from payments.tax_rules.withholding import Sale


def create(
    *,
    payment_intent: str,
    amount: int,
    destination: str,
    reference: str,
    idempotency_key: str,
    sales: Sequence[Sale] = (),
) -> Transfer:
    """Owe `amount` đồng of a paid intent to a payee; `sales` say what was sold, for the tax of individuals.

    INSUFFICIENT_FUNDS, TRANSFER_EXISTS, SALES_INVALID.
    """
    arguments: dict[str, Any] = {
        "intent_id": payment_intent,
        "amount": amount,
        "payee_id": destination,
        "reference": reference,
    }
    asked = arguments | {"sales": [asdict(sale) for sale in sales]} if sales else arguments
    run = lambda: create_transfer(**arguments, sales=sales).pk  # noqa: E731
    made = create_once("transfers.create", idempotency_key, asked, run)
    return objects.transfer(models.Transfer.objects.get(pk=made))


def release(id: str) -> Transfer:
    """The return window has ended: what is left of it may be paid out. Twice changes nothing."""
    return objects.transfer(release_transfer(transfer_id=id))
