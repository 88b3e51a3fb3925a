"""Background jobs of differences that end by themselves, and of bank transactions that may be a settlement."""

from core.jobs import app
from core.models import Event
from core.outbox import subscribe
from payments.bank.services.ingest_bank_transaction import UNMATCHED
from payments.reconciliation.services import rematch as rematch_service
from payments.reconciliation.services.recognise_settlement import recognise_settlement, recognise_waiting

MOST = 500  # payments per run


@app.periodic(cron="* * * * *")
@app.task(name="payments.rematch", queue="default", queueing_lock="payments.rematch")
def rematch(timestamp: int) -> None:
    """Every minute: settle lines of settlement files that agree with ours by now; then recognise VNPay's transfers
    whose days have no open line left.
    """
    for intent_id in rematch_service.payments_that_agree(MOST):
        rematch_service.rematch(intent_id=intent_id)
    for mode in (True, False):
        recognise_waiting(livemode=mode)


@subscribe(UNMATCHED, "payments.recognise_settlement")
def bank_transaction_unmatched(event: Event) -> None:
    """It may be VNPay's own transfer of a day."""
    recognise_settlement(transfer_id=event.payload["id"])
