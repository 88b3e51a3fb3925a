"""The possible results of a payment at the gateway, in VNPay's codes."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.locks import lock_row
from payments.providers.vnpay import protocol
from sandbox.models import SandboxPayment


@dataclass(frozen=True)
class Outcome:
    response_code: str
    transaction_status: str
    words: str | Promise


OUTCOMES = {
    "success": Outcome("00", "00", _("Thành công")),
    "wrong_otp": Outcome("13", "02", _("Sai mã OTP")),
    "insufficient": Outcome("51", "02", _("Tài khoản không đủ số dư")),
    "cancel": Outcome("24", "02", _("Khách hàng hủy giao dịch")),
    "expired": Outcome("11", "02", _("Hết hạn chờ thanh toán")),
    "suspicious": Outcome("07", "07", _("Đã trừ tiền, giao dịch bị nghi ngờ")),
    "wrong_card": Outcome("10", "02", _("Sai thông tin thẻ quá 3 lần")),
    "locked": Outcome("12", "02", _("Thẻ hoặc tài khoản bị khóa")),
    "expired_card": Outcome("99", "02", _("Thẻ hết hạn")),
}
# VNPay's public test cards: what happens to each.
CARDS = {
    "9704198526191432198": "success",
    "9704195798459170488": "insufficient",
    "9704193370791314": "locked",
    "9704194841945513": "expired_card",
}
CARD_HOLDER, CARD_DATE, OTP = "NGUYEN VAN A", "07/15", "123456"
MOST_TRIES = 3


def conclude(payment: SandboxPayment, outcome: str, *, again: bool = False) -> SandboxPayment:
    """Store the result of a payment, once; with `again` test control may replace it."""
    with transaction.atomic():
        held = lock_row(SandboxPayment.objects.filter(pk=payment.pk))
        if held is None:
            raise SandboxPayment.DoesNotExist
        if held.response_code and not again:
            return held
        end = OUTCOMES[outcome]
        held.response_code, held.transaction_status = end.response_code, end.transaction_status
        held.transaction_no = held.transaction_no or str(14_000_000 + secrets.randbelow(1_000_000))
        held.pay_date = protocol.stamp(clock.now())
        held.save()
        return held
