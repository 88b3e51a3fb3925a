"""Hold unmatched money of the operator's account in suspense until a person decides."""

from payments.ledger import chart
from payments.ledger.journal import post_entry
from payments.models import BankTransfer, JournalEntry, TransferState

SUSPENDED, CLEARED = "unmatched", "unmatched_cleared"


def post_to_suspense(transfer: BankTransfer) -> None:
    """bank / suspense, in the transaction that wrote the transfer. A payee's own money is not in our books."""
    if transfer.state != TransferState.UNMATCHED or transfer.account.payee_id is not None:
        return
    post_entry(
        reason=SUSPENDED,
        reason_ref=str(transfer.pk),
        livemode=transfer.livemode,
        lines=[
            (chart.platform_account(chart.BANK), transfer.amount),
            (chart.platform_account(chart.SUSPENSE), -transfer.amount),
        ],
        reference=transfer.bank_reference[:60],
    )


def clear_suspense(transfer: BankTransfer, why: str) -> None:
    """suspense / bank, where it was held: it pays for an intent, was sent back, or is unrelated."""
    if not JournalEntry.objects.filter(reason=SUSPENDED, reason_ref=str(transfer.pk)).exists():
        return
    post_entry(
        reason=CLEARED,
        reason_ref=str(transfer.pk),
        livemode=transfer.livemode,
        lines=[
            (chart.platform_account(chart.SUSPENSE), transfer.amount),
            (chart.platform_account(chart.BANK), -transfer.amount),
        ],
        reference=why,
    )
