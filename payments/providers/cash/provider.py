"""Cash: into the seller's hand it never was ours and is written beside the books, so that the cashless share has its
denominator; a carrier collects it for the platform.
"""

from collections.abc import Sequence
from datetime import datetime

from payments.base.references import new_reference
from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.models import Attempt, Collector, Refund
from payments.providers.base import AttemptResult, Outcome, PaymentRequest, PaymentSession, RefundOutcome, RefundResult


class Cash:
    """The seller's own hand, or the carrier's."""

    code = "cash"
    refunds_by_call = False
    supports_status_query = False

    def collector_for(self, payee_id: str | None) -> Collector:
        return Collector.SELLER if payee_id else Collector.PLATFORM

    def new_reference(self, moment: datetime) -> str:
        return new_reference(moment)

    def check_amount(self, amount: int) -> None:
        """Any amount can be counted out."""

    def start(self, visit: PaymentRequest) -> PaymentSession:
        return PaymentSession()

    def after_commit(self, attempt: Attempt) -> None:
        """Nothing is left to do."""

    def query_status(self, attempt: Attempt) -> AttemptResult:
        """Nobody but the seller knows, and the seller has said it when the attempt was made."""
        return AttemptResult(Outcome.NO_RESPONSE)

    def refund(self, refund: Refund, attempt: Attempt) -> RefundResult:
        """Whoever took the notes gives them back."""
        return RefundResult(RefundOutcome.BY_HAND)

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        if payee_id is None:
            return [
                (chart.platform_account(chart.CARRIER), amount),
                (chart.platform_account(chart.CUSTOMER_FUNDS), -amount),
            ]
        return [(AccountName(chart.MEMO_CASH, payee_id), amount), (AccountName(chart.MEMO_SALES, payee_id), -amount)]

    def decline_code(self, response_code: str) -> str:
        return ""
