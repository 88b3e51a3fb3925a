"""Cash: money that never was ours, written beside the books so that the cashless share has its denominator."""

from collections.abc import Sequence

from payments import chart
from payments.chart import AccountName
from payments.models import Attempt, Collector, Refund
from payments.providers.base import Outcome, RefundOutcome, RefundTold, Started, Told, Visit


class Cash:
    """The seller's own hand."""

    code = "cash"
    collector = Collector.SELLER
    refunds_by_call = False

    def check_amount(self, amount: int) -> None:
        """Any amount can be counted out."""

    def start(self, visit: Visit) -> Started:
        return Started(redirect_url="", sent_at="")

    def ask(self, attempt: Attempt) -> Told:
        """Nobody but the seller knows, and the seller has said it when the attempt was made."""
        return Told(Outcome.SILENT)

    def refund(self, refund: Refund, attempt: Attempt) -> RefundTold:
        """Whoever took the notes gives them back."""
        return RefundTold(RefundOutcome.BY_HAND)

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        return [(AccountName(chart.MEMO_CASH, payee_id), amount), (AccountName(chart.MEMO_SALES, payee_id), -amount)]

    def decline_code(self, response_code: str) -> str:
        return ""
