"""Background jobs of carts."""

from core.jobs import app
from orders.checkout.services import delete_old_carts as delete_old_carts_service


@app.periodic(cron="23 19 * * *")
@app.task(name="orders.delete_old_carts", queue="default", queueing_lock="orders.delete_old_carts")
def delete_old_carts(timestamp: int) -> None:
    """Every night (02:23 in Việt Nam): delete carts that were not placed for 30 days, with the data typed into them."""
    delete_old_carts_service.delete_old_carts()
