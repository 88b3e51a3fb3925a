"""Cash: into the seller's hand it never was ours and is written beside the books, so that the cashless share has its
denominator; a carrier collects it for the platform.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.models import Collector
from payments.providers.base import ConfirmedBy, Provider
from payments.providers.cash import CODE


class Cash(Provider):
    """The seller's own hand, or the carrier's. Whoever took the notes refunds them."""

    code = CODE
    label = _("Tiền mặt")
    confirms_by = ConfirmedBy.COLLECTOR

    def collector_for(self, payee_id: str | None) -> Collector:
        return Collector.SELLER if payee_id else Collector.PLATFORM

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        if payee_id is None:
            return [
                (chart.platform_account(chart.CARRIER), amount),
                (chart.platform_account(chart.CUSTOMER_FUNDS), -amount),
            ]
        return [(AccountName(chart.MEMO_CASH, payee_id), amount), (AccountName(chart.MEMO_SALES, payee_id), -amount)]
