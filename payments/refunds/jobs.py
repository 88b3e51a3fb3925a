"""Background jobs of refunds: one request at a time for each payment, and recovery after a worker died."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from procrastinate.exceptions import AlreadyEnqueued

from core.jobs import app
from core.models import Event
from core.outbox import subscribe
from core.outside_jobs import SOON, calls_outside
from payments.base.mode import livemode
from payments.models import Refund, RefundPhase
from payments.providers.results import RefundOutcome
from payments.refunds.services import send_refund as send_refund_service
from payments.refunds.services import sweep_refunds as sweep_refunds_service

# Seconds before the next try of a request that was not sent; the last value repeats.
WAITS = (5, 15, 60, 300, 900)
A_SWEEP = 500


@subscribe("refund.created", "payments.send_refund")
def refund_created(event: Event) -> None:
    """Enqueue the job; not for a refund that waits for approval or is made by hand."""
    if Refund.objects.filter(pk=event.payload["refund"], phase=RefundPhase.QUEUED).exists():
        send_soon(event.payload["refund"])


def send_soon(refund_id: str, nth: int = -1) -> None:
    """Enqueue the job that sends a refund; once, however often this is called."""
    wait = WAITS[min(nth, len(WAITS) - 1)] if nth >= 0 else 0
    try:
        with transaction.atomic():  # a refused duplicate job must not abort the caller's transaction
            send_refund.configure(
                schedule_in={"seconds": wait} if wait else None, queueing_lock=f"payments.refund:{refund_id}"
            ).defer(refund_id=refund_id, nth=nth + 1)
    except AlreadyEnqueued:
        pass


def send_next_queued(refund_id: str) -> None:
    """Enqueue the next queued refund of the same payment, if there is one."""
    for waiting in _sendable().filter(attempt__refunds=refund_id).values_list("pk", flat=True):
        send_soon(waiting)


def _send_when_free(refund_id: str, nth: int = 0) -> None:
    """A job that is already queued for the refund does it."""
    try:
        with transaction.atomic():
            send_refund.configure(schedule_in={"seconds": SOON}, queueing_lock=f"payments.refund:{refund_id}").defer(
                refund_id=refund_id, nth=nth
            )
    except AlreadyEnqueued:
        pass


@app.task(name="payments.send_refund", queue="default")
@calls_outside(again=_send_when_free)
def send_refund(refund_id: str, nth: int = 0) -> None:
    """Send a refund, then enqueue the next one of the same payment. What was not sent is tried again later."""
    outcome = send_refund_service.send_refund(refund_id=refund_id)
    if outcome is RefundOutcome.NOT_SENT:
        send_soon(refund_id, nth)
    elif outcome is not None:
        send_next_queued(refund_id)


@app.periodic(cron="* * * * *")
@app.task(name="payments.sweep_refunds", queue="default", queueing_lock="payments.sweep_refunds")
def sweep_refunds(timestamp: int) -> None:
    """Every minute: queued refunds get their job; a request that a dead worker left in flight is put into review."""
    sweep_refunds_service.sweep_refunds()
    for refund_id in _sendable().order_by("sequence").values_list("pk", flat=True)[:A_SWEEP]:
        send_soon(refund_id)


def _sendable() -> QuerySet[Refund]:
    """Queued refunds with no earlier refund of the same payment in the queue."""
    same = Refund.objects.filter(attempt=OuterRef("attempt"))
    unsettled = same.filter(phase__in=send_refund_service.UNSETTLED)
    earlier = same.filter(phase=RefundPhase.QUEUED, sequence__lt=OuterRef("sequence"))
    queued = Refund.objects.filter(phase=RefundPhase.QUEUED, livemode=livemode())
    return queued.filter(~Exists(unsettled), ~Exists(earlier))
