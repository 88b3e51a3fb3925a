"""What must always hold of the ground, recomputed by `marketplace verify`."""

from core.integrity import CheckResult, integrity_check
from core.models import Delivery

# After so many tries (over half an hour of them) no passing trouble explains a failure: a person must look.
STUCK_AFTER = 10


@integrity_check("core.events-get-through")
def events_get_through() -> CheckResult:
    """No event waits for a handler that keeps failing: what should follow from it has not happened."""
    waiting = Delivery.objects.filter(done_at=None)
    stuck = waiting.filter(attempts__gte=STUCK_AFTER).select_related("event").order_by("pk")
    problems = [f"{d.event} → {d.handler}: failed {d.attempts} times, last {d.last_error[:200]}" for d in stuck]
    return CheckResult(Delivery.objects.count(), problems)
