"""VNPay as one of the providers."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from payments.base.errors import require_amount_within
from payments.base.references import new_reference
from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.models import Attempt, Collector, Refund
from payments.providers.base import AttemptResult, PaymentRequest, PaymentSession, RefundResult
from payments.providers.vnpay import pay, querydr, response_codes
from payments.providers.vnpay import refund as refunding


class VNPay:
    """The operator's licensed gateway account; money is captured at once, there is no authorisation."""

    code = "vnpay"
    refunds_by_call = True
    supports_status_query = True

    def collector_for(self, payee_id: str | None) -> Collector:
        return Collector.PLATFORM

    def new_reference(self, moment: datetime) -> str:
        return new_reference(moment)

    def check_amount(self, amount: int) -> None:
        message = _("VNPay chỉ nhận từ 5.000 đ đến dưới 1.000.000.000 đ mỗi lần trả. Vui lòng chọn cách trả khác.")
        require_amount_within(amount, pay.AMOUNTS, message)

    def start(self, visit: PaymentRequest) -> PaymentSession:
        return pay.start(visit)

    def after_commit(self, attempt: Attempt) -> None:
        """Nothing is left to do."""

    def query_status(self, attempt: Attempt) -> AttemptResult:
        return querydr.query_status(attempt)

    def refund(self, refund: Refund, attempt: Attempt) -> RefundResult:
        return refunding.send(refund, attempt)

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        return [
            (chart.platform_account(chart.PROVIDER_VNPAY), amount),
            (chart.platform_account(chart.CUSTOMER_FUNDS), -amount),
        ]

    def decline_code(self, response_code: str) -> str:
        return response_codes.decline_code(response_code)
