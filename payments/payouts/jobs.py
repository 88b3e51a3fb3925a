"""Background job that creates payouts by schedule every morning."""

from core.jobs import app
from payments.payouts.services.run_schedule import run_schedule


@app.periodic(
    cron="15 23,0,1,2 * * *"
)  # UTC: 6.15 to 9.15 in Việt Nam, so that a short outage of the worker skips no day
@app.task(name="payments.run_payouts", queue="default", queueing_lock="payments.run_payouts")
def run_payouts(timestamp: int) -> None:
    """Every morning: a payout for each payee whose day it is. Later runs of the day find nothing to do."""
    run_schedule()
