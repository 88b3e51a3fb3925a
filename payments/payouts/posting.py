"""Every movement of a payout in the books, each cause once a payout.

sent off        payee:available → payouts_transit
called off      payouts_transit → payee:available
the bank did it payouts_transit → bank
it did not      payouts_transit → payee:available; bank → payee:available where it had said that it did
"""

from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import Payout

PAYOUT, CANCEL, PAID, FAILURE = "payout", "payout_cancel", "payout_paid", "payout_failure"


def post_payout(payout: Payout) -> None:
    _post(payout, PAYOUT, _available(payout), chart.platform_account(chart.PAYOUTS_TRANSIT), -payout.amount)


def post_cancel(payout: Payout) -> None:
    _post(payout, CANCEL, chart.platform_account(chart.PAYOUTS_TRANSIT), _available(payout), payout.amount)


def post_paid(payout: Payout) -> None:
    _post(payout, PAID, chart.platform_account(chart.PAYOUTS_TRANSIT), chart.platform_account(chart.BANK), 0)


def post_failure(payout: Payout, *, was_paid: bool) -> None:
    source = chart.platform_account(chart.BANK if was_paid else chart.PAYOUTS_TRANSIT)
    _post(payout, FAILURE, source, _available(payout), payout.amount)


def _post(payout: Payout, reason: str, debit: AccountName, credit: AccountName, changes: int) -> None:
    """`changes`: by how many đồng the payee's balance changes."""
    balance = [BalanceEntry(payout.payee_id, reason, payout.pk, changes, description=payout.code)] if changes else []
    post_entry(
        reason=reason,
        reason_ref=payout.pk,
        lines=[(debit, payout.amount), (credit, -payout.amount)],
        livemode=payout.livemode,
        reference=payout.code,
        balance=balance,
    )


def _available(payout: Payout) -> AccountName:
    return chart.payee_account(chart.PAYEE_AVAILABLE, payout.payee_id)
