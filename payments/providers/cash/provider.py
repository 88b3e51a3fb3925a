"""Cash. Cash that a seller collects is posted to the memo book only, for the share of cashless payments. Cash that a
carrier collects belongs to the platform.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.models import Collector
from payments.providers.base import ConfirmedBy, Provider
from payments.providers.cash import CODE


class Cash(Provider):
    """Cash collected by the seller or the carrier. Whoever collected it refunds it."""

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
