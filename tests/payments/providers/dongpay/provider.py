"""DongPay as one of the providers: a redirect, a signed callback, a status query, refunds by call."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.utils.functional import Promise

from core.http.client import NoAnswer
from payments.base.provider_messages import log_provider_message
from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.models import Attempt, Collector, MessageKind, Refund
from payments.providers.base import ConfirmedBy, PaymentRequest, PaymentSession, Provider
from payments.providers.results import AttemptResult, Outcome, RefundOutcome, RefundResult
from tests.payments.providers.dongpay import CODE, PAGE, transport
from tests.payments.providers.dongpay.callbacks import DongPayCallbacks, DongPayMessage
from tests.payments.providers.dongpay.data import DongPayData
from tests.payments.providers.dongpay.signing import is_signed, signed


class DongPay(Provider):
    """The operator's account at DongPay."""

    code = CODE
    label = "DongPay"
    hint = "Ví hoặc thẻ, ở trang của DongPay."
    confirms_by = ConfirmedBy.CALLBACK
    callbacks = DongPayCallbacks()
    refunds_by_call = True
    supports_status_query = True
    settlement_account = "provider:dongpay"
    amounts = range(1_000, 50_000_001)
    amount_refusal = "DongPay nhận từ 1.000 đ đến 50 triệu đồng."

    def collector_for(self, payee_id: str | None) -> Collector:
        return Collector.PLATFORM

    def return_url(self) -> str:
        return f"{settings.BASE_URL}/thanh-toan/{CODE}/tro-ve"

    def start(self, request: PaymentRequest) -> PaymentSession:
        session = f"s-{request.reference}"
        query = {
            "merchant": "CHOXA",
            "reference": request.reference,
            "session": session,
            "amount": str(request.amount),
            "back": request.return_url,
            "until": request.expires_at.isoformat(),
        }
        return PaymentSession(f"{PAGE}?{urlencode(signed(query))}", DongPayData(session=session).document())

    def query_status(self, attempt: Attempt) -> AttemptResult:
        try:
            answer = transport.post(signed({"ask": "payment", "session": DongPayData.of(attempt).session}))
        except NoAnswer:
            return AttemptResult(Outcome.NO_RESPONSE)
        self._log(MessageKind.STATUS_QUERY, attempt, answer)
        message = DongPayMessage(answer)
        if not message.signature_ok or message.reference != attempt.reference or not message.is_for(attempt.amount):
            return AttemptResult(Outcome.NO_RESPONSE)
        return AttemptResult(Outcome.NOT_FOUND) if message.response_code == "unknown" else message.result()

    def refund(self, refund: Refund, attempt: Attempt) -> RefundResult:
        request = {"ask": "refund", "session": DongPayData.of(attempt).session, "amount": str(refund.amount)}
        self._log(MessageKind.REFUND_REQUEST, attempt, request, refund)
        try:
            answer = transport.post(signed(request | {"id": refund.pk}))
        except NoAnswer:
            return RefundResult(RefundOutcome.UNKNOWN)
        self._log(MessageKind.REFUND, attempt, answer, refund)
        if not is_signed(answer) or answer.get("id") != refund.pk:
            return RefundResult(RefundOutcome.UNKNOWN)
        if answer["status"] == "refunded":
            return RefundResult(RefundOutcome.SUCCEEDED, provider_ref=answer["number"], response_code="ok")
        return RefundResult(RefundOutcome.REFUSED, failure_reason="declined", response_code="no")

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        return [
            (chart.platform_account(self.settlement_account), amount),
            (chart.platform_account(chart.CUSTOMER_FUNDS), -amount),
        ]

    def decline_code(self, response_code: str) -> str:
        if response_code in ("", "paid"):
            return ""
        return "insufficient_funds" if response_code == "no_money" else "generic_decline"

    def charge_details(self, attempt: Attempt) -> Mapping[str, str | None]:
        return {"reference": attempt.reference, "wallet": DongPayData.of(attempt).wallet or None}

    def evidence(self, attempt: Attempt) -> Sequence[tuple[str | Promise, str]]:
        return [("Mã DongPay", attempt.provider_ref or "–"), ("DongPay nói", attempt.response_code or "–")]

    def _log(self, kind: str, attempt: Attempt, payload: Mapping[str, str], refund: Refund | None = None) -> None:
        log_provider_message(
            provider=self.code,
            kind=kind,
            reference=attempt.reference,
            attempt=attempt,
            refund=refund,
            payload=payload,
            signature_ok=is_signed(payload),
        )
