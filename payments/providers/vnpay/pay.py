"""The address at VNPay to which a buyer is sent."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.providers.base import PaymentRequest, PaymentSession
from payments.providers.vnpay import signing, texts
from payments.providers.vnpay.config import merchant
from payments.providers.vnpay.messages import VNPayData

VERSION = "2.1.0"
FOOD = "100000"  # vnp_OrderType: thực phẩm – tiêu dùng
AMOUNTS = range(5_000, 1_000_000_000)  # đồng: what VNPay takes in one payment
_RETURN_URL_LENGTH = range(10, 256)


def start(visit: PaymentRequest) -> PaymentSession:
    """The signed URL of a visit; vnp_CreateDate is kept as it was sent."""
    if len(visit.return_url) not in _RETURN_URL_LENGTH:
        raise DomainError(_("Địa chỉ quay về dài quá hoặc ngắn quá."), code="INVALID", field="return_url")
    shop = merchant()
    create_date = texts.stamp(visit.starts_at)
    params = {
        "vnp_Version": VERSION,
        "vnp_Command": "pay",
        "vnp_TmnCode": shop.tmn_code,
        "vnp_Amount": str(visit.amount * 100),
        "vnp_CurrCode": "VND",
        "vnp_CreateDate": create_date,
        "vnp_ExpireDate": texts.stamp(visit.expires_at),
        "vnp_IpAddr": texts.ip_address(visit.ip),
        "vnp_Locale": "en" if visit.locale == "en" else "vn",
        "vnp_OrderInfo": texts.plain(visit.order_info) or visit.reference,
        "vnp_OrderType": FOOD,
        "vnp_ReturnUrl": visit.return_url,
        "vnp_TxnRef": visit.reference,
    }
    query, signature = signing.signed(params, shop.hash_secret)
    return PaymentSession(
        redirect_url=f"{shop.pay_url}?{query}&vnp_SecureHash={signature}",
        data=VNPayData(create_date=create_date).document(),
    )
