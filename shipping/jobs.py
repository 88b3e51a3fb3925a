"""Background jobs of shipping."""

from core.jobs import app
from shipping.quotes.services import delete_old_quotes as old_quotes


@app.periodic(cron="57 19 * * *")
@app.task(name="shipping.delete_old_quotes", queue="default", queueing_lock="shipping.delete_old_quotes")
def delete_old_quotes(timestamp: int) -> None:
    """Every night (02:57 in Việt Nam): delete quotes that ended more than 30 days ago."""
    old_quotes.delete_old_quotes()
