"""Background jobs of the indicators."""

from core.cleanup import delete_old_events
from core.jobs import app
from indicators.integrity import EVENTS_READ_LATER


@app.periodic(cron="47 19 * * *")
@app.task(name="indicators.cleanup_events", queue="default", queueing_lock="indicators.cleanup_events")
def cleanup_events(timestamp: int) -> None:
    """Every night (02:47 in Việt Nam): delete old events, except those of facts, which `verify` reads."""
    delete_old_events(keep=EVENTS_READ_LATER)
