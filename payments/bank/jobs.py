"""Show buyers a bank account once its waiting time has passed."""

from core.jobs import app
from payments.bank.services import show_next_accounts as show_next_accounts_service


@app.periodic(cron="* * * * *")
@app.task(name="payments.show_next_accounts", queue="default", queueing_lock="payments.show_next_accounts")
def show_next_accounts(timestamp: int) -> None:
    """Every minute: at the latest a minute after the 48 hours."""
    show_next_accounts_service.show_next_accounts()
