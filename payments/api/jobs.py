"""Background jobs of `/v1`."""

from core.jobs import app
from payments.api.stored_answers import delete_old_answers as delete_old


@app.periodic(cron="11 * * * *")
@app.task(name="payments.delete_old_answers", queue="default", queueing_lock="payments.delete_old_answers")
def delete_old_answers(timestamp: int) -> None:
    """Every hour: delete the stored answers of idempotency keys after a day."""
    delete_old()
