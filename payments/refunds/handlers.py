"""Handler of created refunds: a job sends them."""

from core.models import Event
from core.outbox import subscribe
from payments.models import Refund, RefundPhase
from payments.refunds.jobs import send_soon


@subscribe("refund.created", "payments.send_refund")
def refund_created(event: Event) -> None:
    """Enqueue the job; not for a refund that waits for approval or is made by hand."""
    if Refund.objects.filter(pk=event.payload["refund"], phase=RefundPhase.QUEUED).exists():
        send_soon(event.payload["refund"])
