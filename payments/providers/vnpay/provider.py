"""The VNPay provider."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.models import Attempt, Collector, Refund
from payments.providers.base import ConfirmedBy, PaymentRequest, PaymentSession, Provider
from payments.providers.results import AttemptResult, RefundResult
from payments.providers.vnpay import CODE, messages, protocol, querydr
from payments.providers.vnpay import refund as refund_requests
from payments.providers.vnpay.messages import VNPayCallbacks, VNPayData
from payments.providers.vnpay.protocol import AMOUNTS, VERSION, merchant

FOOD = "100000"  # vnp_OrderType: thực phẩm – tiêu dùng
_RETURN_URL_LENGTH = range(10, 256)


class VNPay(Provider):
    """The operator's account at the licensed gateway. Money is captured at once, without authorisation."""

    code = CODE
    label = "VNPay"
    hint = _("Thẻ ATM, thẻ quốc tế, ví hoặc VNPAY-QR, ở trang của VNPay.")
    confirms_by = ConfirmedBy.CALLBACK
    callbacks = VNPayCallbacks()
    refunds_by_call = True
    supports_status_query = True
    settlement_account = chart.PROVIDER_VNPAY
    amounts = AMOUNTS
    amount_refusal = _("VNPay chỉ nhận từ 5.000 đ đến dưới 1.000.000.000 đ mỗi lần trả. Vui lòng chọn cách trả khác.")

    def collector_for(self, payee_id: str | None) -> Collector:
        return Collector.PLATFORM

    def return_url(self) -> str:
        return merchant().return_url

    def start(self, request: PaymentRequest) -> PaymentSession:
        """The signed URL of an attempt; vnp_CreateDate is stored as it was sent."""
        if len(request.return_url) not in _RETURN_URL_LENGTH:
            raise DomainError(_("Địa chỉ quay về dài quá hoặc ngắn quá."), code="INVALID", field="return_url")
        shop = merchant()
        create_date = protocol.stamp(request.starts_at)
        params = {
            "vnp_Version": VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": shop.tmn_code,
            "vnp_Amount": str(request.amount * 100),
            "vnp_CurrCode": "VND",
            "vnp_CreateDate": create_date,
            "vnp_ExpireDate": protocol.stamp(request.expires_at),
            "vnp_IpAddr": protocol.ip_address(request.ip),
            "vnp_Locale": "en" if request.locale == "en" else "vn",
            "vnp_OrderInfo": protocol.plain(request.order_info) or request.reference,
            "vnp_OrderType": FOOD,
            "vnp_ReturnUrl": request.return_url,
            "vnp_TxnRef": request.reference,
        }
        query, signature = protocol.signed(params, shop.hash_secret)
        return PaymentSession(
            redirect_url=f"{shop.pay_url}?{query}&vnp_SecureHash={signature}",
            data=VNPayData(create_date=create_date).document(),
        )

    def query_status(self, attempt: Attempt) -> AttemptResult:
        return querydr.query_status(attempt)

    def refund(self, refund: Refund, attempt: Attempt) -> RefundResult:
        return refund_requests.send(refund, attempt)

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        return [
            (chart.platform_account(self.settlement_account), amount),
            (chart.platform_account(chart.CUSTOMER_FUNDS), -amount),
        ]

    def decline_code(self, response_code: str) -> str:
        return messages.decline_code(response_code)

    def charge_details(self, attempt: Attempt) -> Mapping[str, str | None]:
        data = VNPayData.of(attempt)
        return {
            "bank_code": data.bank_code or None,
            "pay_date": protocol.stamp(attempt.paid_at) if attempt.paid_at else None,
            "response_code": attempt.response_code or None,
            "transaction_no": attempt.provider_ref or None,
            "transaction_status": data.transaction_status or None,
            "txn_ref": attempt.reference,
        }

    def evidence(self, attempt: Attempt) -> Sequence[tuple[str | Promise, str]]:
        data = VNPayData.of(attempt)
        number = " · ".join(part for part in (attempt.provider_ref or "–", data.bank_code) if part)
        codes = _("mã trả lời %(response)s · trạng thái giao dịch %(status)s") % {
            "response": attempt.response_code or "–",
            "status": data.transaction_status or "–",
        }
        return [(_("Mã VNPay"), number), (_("VNPay nói"), str(codes))]
