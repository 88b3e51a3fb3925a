"""VNPay as one of the providers."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from payments import chart
from payments.chart import AccountName
from payments.errors import require_amount_within
from payments.models import Attempt, Collector, Refund
from payments.providers.base import RefundTold, Started, Told, Visit
from payments.providers.vnpay import codes, pay, querydr
from payments.providers.vnpay import refund as refunding
from payments.references import new_reference


class VNPay:
    """The operator's licensed gateway account; money is captured at once, there is no authorisation."""

    code = "vnpay"
    refunds_by_call = True
    can_be_asked = True

    def collector_for(self, payee_id: str | None) -> Collector:
        return Collector.PLATFORM

    def new_reference(self, moment: datetime) -> str:
        return new_reference(moment)

    def check_amount(self, amount: int) -> None:
        message = _("VNPay chỉ nhận từ 5.000 đ đến dưới 1.000.000.000 đ mỗi lần trả. Vui lòng chọn cách trả khác.")
        require_amount_within(amount, pay.AMOUNTS, message)

    def start(self, visit: Visit) -> Started:
        return pay.start(visit)

    def enqueue(self, attempt: Attempt) -> None:
        """Nothing is left to do."""

    def ask(self, attempt: Attempt) -> Told:
        return querydr.ask(attempt)

    def refund(self, refund: Refund, attempt: Attempt) -> RefundTold:
        return refunding.send(refund, attempt)

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        return [(chart.one(chart.PROVIDER_VNPAY), amount), (chart.one(chart.CUSTOMER_FUNDS), -amount)]

    def decline_code(self, response_code: str) -> str:
        return codes.decline_code(response_code)
