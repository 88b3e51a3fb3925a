"""Differences that end by themselves, found every minute."""

from core.jobs import app
from payments.reconciliation.services import rematch as rematch_service
from payments.reconciliation.services.recognise_settlement import recognise_waiting

MOST = 500  # payments a run


@app.periodic(cron="* * * * *")
@app.task(name="payments.rematch", queue="default", queueing_lock="payments.rematch")
def rematch(timestamp: int) -> None:
    """Every minute: lines of settlement files that differed from ours, and do not any more; then transfers of VNPay
    whose day has no open line left.
    """
    for intent_id in rematch_service.payments_that_agree(MOST):
        rematch_service.rematch(intent_id=intent_id)
    for mode in (True, False):
        recognise_waiting(livemode=mode)
