"""Refunds for tests: of payments that the stand-in gateway knows."""

from django.test import Client

from accounts.models import User
from payments.models import Attempt, Refund, RefundPhase, RefundStatus
from payments.refunds.services.create_refund import create_refund
from payments.refunds.services.send_refund import send_refund
from tests.integrity import mismatches
from tests.payments.helpers import make_attempt

DONE = (RefundPhase.DONE, RefundStatus.SUCCEEDED)
FAILED = (RefundPhase.DONE, RefundStatus.FAILED)
CANCELED = (RefundPhase.DONE, RefundStatus.CANCELED)
UNKNOWN = (RefundPhase.UNKNOWN, RefundStatus.PENDING)
QUEUED = (RefundPhase.QUEUED, RefundStatus.PENDING)
AT_PROVIDER = (RefundPhase.AT_PROVIDER, RefundStatus.PENDING)
AWAITING = (RefundPhase.AWAITING_APPROVAL, RefundStatus.PENDING)
BY_HAND = (RefundPhase.BY_HAND, RefundStatus.REQUIRES_ACTION)


def steer(**command: object) -> dict:
    """The control of the stand-in."""
    response = Client().post("/vnpay-sandbox/control", command, content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()


def make_paid(amount: int = 300_000) -> Attempt:
    """A payment that the gateway and we both know as paid."""
    attempt = make_attempt(amount=amount)
    steer(txn_ref=attempt.reference, outcome="success")
    attempt.refresh_from_db()
    return attempt


def ask(attempt: Attempt, amount: int, reference: str = "7K2P-9DXM-4H", requested_by: User | None = None) -> Refund:
    return create_refund(
        intent_id=attempt.intent_id,
        amount=amount,
        reason="out_of_stock",
        reference=reference,
        requested_by=requested_by,
    )


def sent(
    attempt: Attempt, amount: int, play: str, reference: str = "7K2P-9DXM-4H", requested_by: User | None = None
) -> Refund:
    """A refund that was sent, with the result that the sandbox was set to."""
    refund = ask(attempt, amount, reference, requested_by=requested_by)
    steer(txn_ref=attempt.reference, refund=play)
    send_refund(refund_id=refund.pk)
    refund.refresh_from_db()
    return refund


def stands(refund: Refund) -> tuple[str, str]:
    refund.refresh_from_db()
    return refund.phase, refund.status


def all_is_well(*rooms: str) -> None:
    """Of these rooms, else of all."""
    assert mismatches(*rooms) == []
