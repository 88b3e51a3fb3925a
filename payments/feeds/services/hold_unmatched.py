"""Money in the operator's own account that fits nothing: kept in suspense until somebody decides."""

from payments import chart
from payments.models import BankTransfer, LedgerTransaction, TransferState
from payments.services.post import post

HELD, LET_GO = "unmatched", "unmatched_end"


def hold_unmatched(transfer: BankTransfer) -> None:
    """bank / suspense, in the transaction that wrote the transfer. A payee's own money is not in our books."""
    if transfer.state != TransferState.QUESTION or transfer.account.payee_id is not None:
        return
    post(
        cause=HELD,
        cause_ref=str(transfer.pk),
        livemode=transfer.livemode,
        lines=[(chart.one(chart.BANK), transfer.amount), (chart.one(chart.SUSPENSE), -transfer.amount)],
        reference=transfer.bank_reference[:60],
    )


def let_go(transfer: BankTransfer, why: str) -> None:
    """suspense / bank, where it was held: it goes on as a payment, was sent back, or never was a buyer's."""
    if not LedgerTransaction.objects.filter(cause=HELD, cause_ref=str(transfer.pk)).exists():
        return
    post(
        cause=LET_GO,
        cause_ref=str(transfer.pk),
        livemode=transfer.livemode,
        lines=[(chart.one(chart.SUSPENSE), transfer.amount), (chart.one(chart.BANK), -transfer.amount)],
        reference=why,
    )
