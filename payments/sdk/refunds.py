"""Money back to buyers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from accounts.models import User
from payments import models
from payments.refunds.services.confirm_manual_refund import confirm_manual_refund
from payments.refunds.services.create_refund import create_refund
from payments.sdk import objects
from payments.sdk._run_once import create_once
from payments.sdk.objects import Refund
from payments.tax_rules.withholding import Sale


def create(
    *,
    payment_intent: str,
    amount: int,
    reason: str,
    reference: str,
    idempotency_key: str,
    reverse_transfer: bool = False,
    transfer: str | None = None,
    sales: Sequence[Sale] = (),
    requested_by: User | None = None,
) -> Refund:
    """Queue a refund; with `reverse_transfer` its `transfer`, or that of the same reference, gives it back first.

    `sales` name what was given back (together `amount`), for the tax; nothing named: all that was sold, in proportion.
    INSUFFICIENT_FUNDS, CHARGE_ALREADY_REFUNDED, REFUND_EXISTS, SALES_INVALID, PAYMENT_INTENT_UNEXPECTED_STATE,
    PAYMENT_UNDER_REVIEW.
    """
    arguments: dict[str, Any] = {
        "intent_id": payment_intent,
        "amount": amount,
        "reason": reason,
        "reference": reference,
        "reverse_transfer": reverse_transfer,
    }
    if transfer is not None:
        arguments["transfer_id"] = transfer
    arguments_with_sales = arguments | {"sales": [asdict(sale) for sale in sales]} if sales else arguments
    run = lambda: create_refund(**arguments, sales=sales, requested_by=requested_by).pk  # noqa: E731
    refund_id = create_once("refunds.create", idempotency_key, arguments_with_sales, run)
    return objects.refund(models.Refund.objects.get(pk=refund_id))


def confirm_manual(id: str, *, account: str, proof: str, actor: User, idempotency_key: str) -> Refund:
    """The payee who took the money says how it went back. REQUIRED without a proof, NOT_FOUND where it is not theirs.

    Whether `actor` acts for the payee the caller has checked.
    """
    arguments = {"id": id, "account": account}
    run = lambda: confirm_manual_refund(refund_id=id, payee_id=account, proof=proof, actor=actor).pk  # noqa: E731
    refund_id = create_once("refunds.confirm_manual", idempotency_key, arguments, run)
    return objects.refund(models.Refund.objects.get(pk=refund_id))


def of(payment_intent: str) -> list[Refund]:
    """The refunds of a payment, oldest first."""
    return of_many([payment_intent])[payment_intent]


def of_many(payment_intents: Iterable[str]) -> dict[str, list[Refund]]:
    """By payment, each oldest first (1 statement)."""
    found: dict[str, list[Refund]] = defaultdict(list)
    for row in models.Refund.objects.filter(intent_id__in=list(payment_intents)).order_by("sequence"):
        found[row.intent_id].append(objects.refund(row))
    return found
