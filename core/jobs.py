"""Background work: the procrastinate app, the delivery of events, and the sweep after a crash."""

from asgiref.sync import sync_to_async
from procrastinate import JobContext
from procrastinate.contrib.django import app

from core import cleanup, outbox
from core.response_cache.versions import fold_changes as fold

__all__ = ["app"]


@app.task(name=outbox.DELIVER_TASK, queue="events")
def deliver_event(event_id: int) -> None:
    """Deliver one event to its handlers."""
    outbox.deliver(event_id)


@app.periodic(cron="* * * * * */5")  # a sixth field, of seconds, comes last
@app.task(name="core.sweep_events", queue="events", queueing_lock="core.sweep_events", pass_context=False)
def sweep_events(timestamp: int) -> None:
    """Every 5 seconds: deliver what a crashed worker or a failed attempt left pending."""
    outbox.deliver_due()


@app.periodic(cron="* * * * *")
@app.task(name="core.retry_stalled", queue="default", queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute: requeue jobs of dead workers (each job is idempotent)."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await app.job_manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(name="core.fold_changes", queue="default", queueing_lock="core.fold_changes", pass_context=False)
def fold_changes(timestamp: int) -> None:
    """Every minute: fold the change rows of the response cache, so that reading the versions reads few rows."""
    fold()


@app.periodic(cron="17 * * * *")
@app.task(name="core.cleanup_windows", queue="default", queueing_lock="core.cleanup_windows")
def cleanup_windows(timestamp: int) -> None:
    """Every hour: delete throttle windows and ticks that have ended."""
    cleanup.delete_old_windows()


@app.periodic(cron="37 19 * * *")
@app.task(name="core.cleanup", queue="default", queueing_lock="core.cleanup", pass_context=True)
async def cleanup_nightly(context: JobContext, timestamp: int) -> None:
    """Every night (02:37 in Việt Nam): delete old answers, and jobs that ended long ago."""
    await sync_to_async(cleanup.delete_old_answers)()
    hours = int(cleanup.KEEP_FAILED_JOBS.total_seconds() // 3600)
    await context.app.job_manager.delete_old_jobs(
        nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True
    )
