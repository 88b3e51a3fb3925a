"""Refunds to buyers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from payments import models
from payments.models.refund import first_reference
from payments.refunds.services.confirm_manual_refund import confirm_manual_refund
from payments.refunds.services.create_refund import create_refund
from payments.sdk._run_once import create_once
from payments.tax_rules.withholding import Sale


@dataclass(frozen=True)
class Refund:
    """A refund of a payment."""

    id: str
    payment_intent: str
    amount: int
    status: str
    reason: str
    reference: str
    created: datetime
    ended: datetime | None  # when it succeeded or failed for good

    @property
    def first_reference(self) -> str:
        """The caller's own reference, which retries share."""
        return first_reference(self.reference)

    @property
    def is_unsuccessful(self) -> bool:
        """True where it ended and the buyer received nothing."""
        return self.status in models.UNSUCCESSFUL_REFUND_STATUSES


_COLUMNS = ("id", "intent_id", "amount", "status", "reason", "reference", "created_at", "ended_at")


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
    """Queue a refund.

    With `reverse_transfer` the transfer `transfer`, or the one of the same reference, is reversed first. `sales` are
    the returned goods, together `amount`, for the tax. Without `sales` all goods sold count in proportion.

    Raises INSUFFICIENT_FUNDS, CHARGE_ALREADY_REFUNDED, REFUND_EXISTS, SALES_INVALID, PAYMENT_INTENT_UNEXPECTED_STATE,
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

    def run() -> str:
        return create_refund(**arguments, sales=sales, requested_by=requested_by).pk

    refund_id = create_once("refunds.create", idempotency_key, arguments_with_sales, run)
    return _retrieve(refund_id)


def confirm_manual(id: str, *, account: str, proof: str, actor: User, idempotency_key: str) -> Refund:
    """Confirm a refund that the collecting payee sent, with its proof.

    The caller has checked that `actor` acts for the payee. Raises REQUIRED without a proof, NOT_FOUND where the refund
    is not the payee's.
    """
    arguments = {"id": id, "account": account}

    def run() -> str:
        return confirm_manual_refund(refund_id=id, payee_id=account, proof=proof, actor=actor).pk

    refund_id = create_once("refunds.confirm_manual", idempotency_key, arguments, run)
    return _retrieve(refund_id)


def of(payment_intent: str) -> list[Refund]:
    """The refunds of a payment, oldest first."""
    return of_many([payment_intent])[payment_intent]


def of_many(payment_intents: Iterable[str]) -> dict[str, list[Refund]]:
    """Refunds by payment, each oldest first (1 statement)."""
    found: dict[str, list[Refund]] = defaultdict(list)
    rows = models.Refund.objects.filter(intent_id__in=list(payment_intents)).order_by("sequence")
    for row in rows.values(*_COLUMNS):
        found[row["intent_id"]].append(_refund(row))
    return found


def _retrieve(id: str) -> Refund:
    return _refund(models.Refund.objects.values(*_COLUMNS).get(pk=id))


def _refund(row: Mapping[str, Any]) -> Refund:
    return Refund(
        id=row["id"],
        payment_intent=row["intent_id"],
        amount=row["amount"],
        status=row["status"],
        reason=row["reason"],
        reference=row["reference"],
        created=row["created_at"],
        ended=row["ended_at"],
    )
