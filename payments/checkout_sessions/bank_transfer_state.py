"""The state of a bank transfer's page: the account to pay into, or the result."""

from dataclasses import dataclass
from datetime import datetime

from core import clock
from payments.base.banks import bank_name
from payments.base.return_address import with_query
from payments.models import (
    Attempt,
    AttemptStatus,
    CancellationReason,
    IntentStatus,
    Origin,
    PaymentIntent,
    TransferState,
)
from payments.providers import instructions_of, methods_confirmed_by
from payments.providers.base import ConfirmedBy, TransferInstructions

_WAITS = ("preparing", "transfer", "waiting", "review", "mismatch")


@dataclass(frozen=True)
class TransferView:
    """Kind: "preparing" (the QR is being made), "transfer" (pay now), "waiting" (too late, money may be on its way),
    "mismatch" (what came does not fit), "review", "complete", "expired", "canceled" or "replaced" (the buyer chose
    another way).
    """

    attempt: Attempt
    kind: str
    bank: str
    instructions: TransferInstructions
    back: str  # where the shop wants its buyer; "" where it gave none

    @property
    def amount(self) -> int:
        return self.attempt.amount

    @property
    def livemode(self) -> bool:
        return self.attempt.intent.livemode

    @property
    def waits(self) -> bool:
        return self.kind in _WAITS

    @property
    def deadline(self) -> datetime:
        return clock.local(self.attempt.expires_at)


def transfer_view(intent_id: str, reference: str) -> TransferView | None:
    """The state of a QR's page (2 statements, and 1 where money is awaited); None where intent and code do not belong
    together.

    Whoever knows an intent's random id may see it.
    """
    by_transfer = methods_confirmed_by(ConfirmedBy.BANK_TRANSFER)
    found = Attempt.objects.select_related("intent").filter(intent_id=intent_id, reference=reference)
    attempt = found.filter(provider__in=by_transfer).first()
    instructions = instructions_of(attempt) if attempt else None
    if attempt is None or instructions is None:
        return None
    kind = _kind(attempt, instructions)
    return TransferView(
        attempt=attempt,
        kind=kind,
        bank=bank_name(instructions.bank_bin),
        instructions=instructions,
        back=_back(attempt.intent, kind),
    )


def _kind(attempt: Attempt, instructions: TransferInstructions) -> str:
    intent = attempt.intent
    if attempt.status in (AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE):
        return "complete"
    if intent.review:
        return "review"
    if attempt.bank_transfers.filter(state=TransferState.UNMATCHED).exists():
        return "mismatch"
    if intent.status == IntentStatus.CANCELED:
        return "expired" if intent.cancellation_reason == CancellationReason.EXPIRED else "canceled"
    newest = intent.attempts.order_by("-pk").values_list("pk", flat=True).first()
    if (
        intent.status == IntentStatus.SUCCEEDED
        or newest != attempt.pk
        or intent.payment_method_type != attempt.provider
    ):
        return "replaced"
    if intent.status == IntentStatus.PROCESSING or attempt.expires_at <= clock.now():
        return "waiting"
    return "preparing" if instructions.is_pending else "transfer"


def _back(intent: PaymentIntent, kind: str) -> str:
    """It holds no secret, unlike the address to which a provider returns buyers."""
    if intent.origin != Origin.API or not intent.return_url:
        return ""
    status = {"complete": "succeeded", "expired": "failed", "canceled": "failed"}.get(kind, "pending")
    return with_query(intent.return_url, {"payment_intent": intent.pk, "redirect_status": status})
