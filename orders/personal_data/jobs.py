"""Background jobs that erase personal data of orders."""

from core.jobs import app
from orders.personal_data.services import erase_old_orders as erase_old_orders_service


@app.periodic(cron="27 19 * * *")
@app.task(name="orders.erase_old_orders", queue="default", queueing_lock="orders.erase_old_orders")
def erase_old_orders(timestamp: int) -> None:
    """Every night (02:27 in Việt Nam): erase the buyers of orders that ended 3 years ago."""
    erase_old_orders_service.erase_old_orders()
