"""A buyer arrives with a signed request, which is checked as VNPay checks it."""

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from payments.providers.vnpay import protocol
from payments.providers.vnpay.protocol import merchant
from sandbox.models import SandboxPayment

_RULES = {
    "vnp_Version": r"2\.1\.0",
    "vnp_Command": r"pay",
    "vnp_Amount": r"[1-9]\d{0,11}",
    "vnp_CreateDate": r"\d{14}",
    "vnp_ExpireDate": r"\d{14}",
    "vnp_CurrCode": r"VND",
    "vnp_IpAddr": r"[0-9A-Fa-f.:]{7,45}",
    "vnp_Locale": r"vn|en",
    "vnp_OrderInfo": r"[A-Za-z0-9 .:_-]{1,255}",
    "vnp_OrderType": r"\w{1,100}",
    "vnp_ReturnUrl": r"https?://.{3,248}",
    "vnp_TxnRef": r"[A-Za-z0-9 .:_-]{1,100}",
}


class Refused(Exception):
    """The request is refused; the page shows the reason."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


def arrive(params: Mapping[str, str]) -> SandboxPayment:
    """The payment of a pay request, opened now or before. Raises Refused."""
    fields = {key: str(params[key]) for key in params if key.startswith("vnp_")}
    shop = merchant()
    if fields.get("vnp_TmnCode") != shop.tmn_code:
        raise Refused(_("Mã website (TmnCode) không tồn tại."))
    if not protocol.verify(fields, shop.hash_secret):
        raise Refused(_("Sai chữ ký."))
    for name, rule in _RULES.items():
        if not re.fullmatch(rule, fields.get(name, "")):
            raise Refused(_("Dữ liệu gửi sang không đúng định dạng: %(name)s.") % {"name": name})
    if int(fields["vnp_Amount"]) not in range(protocol.AMOUNTS.start * 100, protocol.AMOUNTS.stop * 100):
        raise Refused(_("Số tiền phải từ 5.000 đ đến dưới 1.000.000.000 đ."))
    with transaction.atomic():
        payment, is_new = SandboxPayment.objects.get_or_create(
            tmn_code=shop.tmn_code,
            txn_ref=fields["vnp_TxnRef"],
            defaults={
                "create_date": fields["vnp_CreateDate"],
                "expire_date": fields["vnp_ExpireDate"],
                "amount": int(fields["vnp_Amount"]),
                "order_info": fields["vnp_OrderInfo"],
                "return_url": fields["vnp_ReturnUrl"],
            },
        )
    if not is_new and not _is_same(payment, fields):
        raise Refused(_("Mã giao dịch (TxnRef) này đã dùng cho một giao dịch khác trong ngày."))
    return payment


def is_expired(payment: SandboxPayment) -> bool:
    """Whether vnp_ExpireDate has passed."""
    return protocol.stamp(clock.now()) >= payment.expire_date


def _is_same(payment: SandboxPayment, fields: Mapping[str, str]) -> bool:
    return (payment.create_date, str(payment.amount)) == (fields["vnp_CreateDate"], fields["vnp_Amount"])
