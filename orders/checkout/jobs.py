"""Background jobs of carts."""

from core.jobs import app
from orders.checkout.services import delete_old_carts as old_carts


@app.periodic(cron="23 19 * * *")
@app.task(name="orders.delete_old_carts", queue="default", queueing_lock="orders.delete_old_carts")
def delete_old_carts(timestamp: int) -> None:
    """Every night (02:23 in Việt Nam): delete carts that were not placed for 30 days, with the data typed into them."""
    old_carts.delete_old_carts()
