"""The SDK's read model of a payment, read in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import OuterRef, Subquery, Sum
from django.utils.functional import Promise

from payments.base.banks import bank_name
from payments.base.errors import no_such_payment
from payments.models import (
    UNSUCCESSFUL_REFUND_STATUSES,
    AttemptStatus,
    ConfirmationSource,
    IntentStatus,
    PaymentIntent,
    Refund,
)
from payments.providers import provider
from payments.providers.base import TransferInstructions
from payments.providers.decline_codes import words


@dataclass(frozen=True)
class Intent:
    """A payment with its state and its latest attempt."""

    id: str
    amount: int  # đồng; VND has no minor unit
    currency: str
    status: str
    livemode: bool
    review: bool
    payment_method_type: str
    transfer_group: str
    description: str
    metadata: Mapping[str, Any]
    created: datetime
    expires_at: datetime | None  # None: created over the API without an attempt
    succeeded_at: datetime | None
    canceled_at: datetime | None
    cancellation_reason: str
    amount_received: int  # đồng received; also of a canceled intent that was paid too late
    amount_refunded: int  # đồng of it that are refunded or being refunded
    reference: str | None  # of the latest attempt: vnp_TxnRef
    redirect_url: str | None  # where the buyer pays, while the intent can be paid
    # VietQR, of the latest attempt (else ""): the transfer to show, and the code in its text that identifies it.
    qr_text: str
    qr_svg_url: str
    bank_bin: str
    bank_name: str
    bank_account_no: str
    bank_account_name: str
    transfer_code: str
    qr_pending: bool  # a bank feed's service is creating the QR: show none yet
    qr_failed: bool  # the service created none: our QR is shown, and the service does not report its payment
    declared: bool  # no feed reported the money: the payee declared it received
    last_error: str | None  # decline code of the latest attempt
    last_error_message: str | Promise  # the message for the buyer


_COLUMNS = (
    "id", "amount", "status", "livemode", "review", "payment_method_type", "transfer_group", "description", "metadata",
    "created_at", "expires_at", "succeeded_at", "canceled_at", "cancellation_reason",
)  # fmt: skip
_OF_ATTEMPT = (
    "id", "intent_id", "provider", "reference", "amount", "status", "redirect_url", "response_code", "confirmed_by",
    "provider_data",
)  # fmt: skip
_REFUNDS = Refund.objects.filter(attempt=OuterRef("attempts__pk")).exclude(status__in=UNSUCCESSFUL_REFUND_STATUSES)
_REFUNDED = Subquery(_REFUNDS.order_by().values("attempt").annotate(sum=Sum("amount")).values("sum"))


def retrieve(id: str) -> Intent:
    """One intent (1 statement); raises NotFound."""
    found = retrieve_many([id]).get(id)
    if found is None:
        raise no_such_payment()
    return found


def retrieve_many(ids: Iterable[str]) -> dict[str, Intent]:
    """Intents by id (1 statement). Unknown ids are left out."""
    of_attempt = [f"attempts__{name}" for name in _OF_ATTEMPT]
    rows = PaymentIntent.objects.filter(pk__in=list(ids)).order_by("pk", "attempts__pk")
    found = {}
    for id, joined_rows in groupby(rows.values(*_COLUMNS, *of_attempt, refunded=_REFUNDED), key=itemgetter("id")):
        row, *others = joined_rows
        attempts = [_attempt(one) for one in (row, *others) if one["attempts__id"] is not None]
        found[id] = intent(row, attempts)
    return found


def _attempt(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[f"attempts__{name}"] for name in _OF_ATTEMPT} | {"refunded": row["refunded"] or 0}


def intent(row: Mapping[str, Any], attempts: Sequence[Mapping[str, Any]] = ()) -> Intent:
    """Build it from the values of an intent and of its attempts, oldest first.

    For an intent that was never paid the latest attempt is enough.
    """
    latest = attempts[-1] if attempts else None
    paid = [attempt for attempt in attempts if attempt["status"] == AttemptStatus.SUCCEEDED]
    is_open = latest is not None and latest["status"] == AttemptStatus.OPEN
    payable = is_open and row["status"] == IntentStatus.REQUIRES_ACTION and not row["review"]
    instructions = _instructions(latest) if latest else None
    error = ""
    if latest and latest["status"] == AttemptStatus.FAILED:
        error = provider(latest["provider"]).decline_code(latest["response_code"])
    return Intent(
        id=row["id"],
        amount=row["amount"],
        currency="vnd",
        status=str(row["status"]),
        livemode=row["livemode"],
        review=row["review"],
        payment_method_type=row["payment_method_type"],
        transfer_group=row["transfer_group"],
        description=row["description"],
        metadata=row["metadata"],
        created=row["created_at"],
        expires_at=row["expires_at"],
        succeeded_at=row["succeeded_at"],
        canceled_at=row["canceled_at"],
        cancellation_reason=row["cancellation_reason"],
        amount_received=sum(attempt["amount"] for attempt in paid),
        amount_refunded=sum(attempt["refunded"] for attempt in paid),
        reference=latest["reference"] if latest else None,
        redirect_url=latest["redirect_url"] if payable and latest else None,
        **_transfer_shown(instructions),
        qr_pending=bool(instructions and instructions.is_pending and is_open),
        qr_failed=bool(instructions and instructions.has_failed),
        declared=any(attempt["confirmed_by"] == ConfirmationSource.DECLARED for attempt in paid),
        last_error=error or None,
        last_error_message=words(error) if error else "",
    )


def _instructions(attempt: Mapping[str, Any]) -> TransferInstructions | None:
    method = provider(attempt["provider"])
    return method.transfer_instructions(attempt["intent_id"], attempt["reference"], attempt["provider_data"])


def _transfer_shown(shown: TransferInstructions | None) -> dict[str, str]:
    return {
        "qr_text": shown.qr_text if shown else "",
        "qr_svg_url": shown.picture if shown else "",
        "bank_bin": shown.bank_bin if shown else "",
        "bank_name": bank_name(shown.bank_bin) if shown else "",
        "bank_account_no": shown.account_number if shown else "",
        "bank_account_name": shown.account_holder if shown else "",
        "transfer_code": shown.content if shown else "",
    }
