"""Handler of unmatched bank transactions: one may be VNPay's own transfer of a day."""

from core.models import Event
from core.outbox import subscribe
from payments.bank.services.ingest_bank_transaction import UNMATCHED
from payments.reconciliation.services.recognise_settlement import recognise_settlement


@subscribe(UNMATCHED, "payments.recognise_settlement")
def bank_transaction_unmatched(event: Event) -> None:
    recognise_settlement(transfer_id=event.payload["id"])
