"""Background work: the procrastinate app, the delivery of events, and the sweep after a crash."""

from procrastinate.contrib.django import app

from core import outbox
from core.tidy import tidy

__all__ = ["app"]


@app.task(name=outbox.DELIVER_TASK, queue="events")
def deliver_event(event_id: int) -> None:
    """Bring one event to its handlers."""
    outbox.deliver(event_id)


@app.periodic(cron="* * * * * */5")  # a sixth field, of seconds, comes last
@app.task(name="core.sweep_events", queue="events", queueing_lock="core.sweep_events", pass_context=False)
def sweep_events(timestamp: int) -> None:
    """Every 5 seconds: deliver what a crashed worker or a failed try left behind."""
    outbox.deliver_due()


@app.periodic(cron="* * * * *")
@app.task(name="core.retry_stalled", queue="default", queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp: int) -> None:
    """Every minute: give jobs of dead workers back to the living (each job is idempotent)."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 * * * *")
@app.task(name="core.tidy", queue="default", queueing_lock="core.tidy")
def tidy_up(timestamp: int) -> None:
    """Every hour: forget what nobody asks for any more."""
    tidy()
