"""Take a transfer back from a payee, in part or whole, the operator's commission in proportion."""

from payments import chart
from payments.models import PaymentIntent, Transfer
from payments.services.post import post


def reverse_transfer(*, intent: PaymentIntent, transfer: Transfer, amount: int, cause_ref: str) -> None:
    """Give `amount` đồng of a transfer back to the customer's funds. The intent is locked by the caller.

    Shares are cumulative: whatever the parts, the last one brings the commission exactly to zero.
    """
    before, after = transfer.reversed, transfer.reversed + amount
    commission = commission_of(transfer, after) - commission_of(transfer, before)
    transfer.reversed = after
    transfer.save(update_fields=["reversed"])
    post(
        cause="transfer_reversal",
        cause_ref=cause_ref,
        intent=intent,
        livemode=intent.livemode,
        lines=[
            (chart.of_payee(chart.PAYEE_PENDING, transfer.payee_id), amount - commission),
            (chart.one(chart.COMMISSION), commission),
            (chart.one(chart.CUSTOMER_FUNDS), -amount),
        ],
        reference=transfer.reference,
    )


def commission_of(transfer: Transfer, part: int) -> int:
    """The commission on the first `part` đồng of a transfer, half up."""
    return (2 * transfer.commission * part + transfer.amount) // (2 * transfer.amount)
