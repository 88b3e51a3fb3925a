"""The address to which a buyer is sent."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.errors import DomainError
from payments.providers import provider
from payments.providers.base import PaymentRequest
from payments.providers.vnpay import protocol
from payments.providers.vnpay.messages import VNPayData
from payments.providers.vnpay.provider import VNPay
from tests.payments.providers.test_vnpay_protocol import PAY_HASH, PAY_STRING, SECRET


def payment_request(**changes) -> PaymentRequest:
    fields = {
        "reference": "DH260115-0001-1",
        "payee_id": None,
        "livemode": False,
        "amount": 150_000,
        "return_url": "https://cho.mytho.example/thanh-toan/vnpay/return",
        "ip": "113.160.92.202",
        "locale": "vn",
        "order_info": "Thanh toan don hang DH260115-0001",
        "starts_at": datetime(2026, 1, 15, 2, 30, tzinfo=UTC),
        "expires_at": datetime(2026, 1, 15, 2, 45, tzinfo=UTC),
    }
    return PaymentRequest(**fields | changes)


@pytest.fixture
def _shop(settings):
    settings.VNPAY = settings.VNPAY | {
        "tmn_code": "DEMO0001",
        "hash_secret": SECRET,
        "pay_url": "https://pay.vnpay.vn/vpcpay.html",
    }


@pytest.mark.usefixtures("_shop")
class TestStart:
    def test_vector(self):
        started = VNPay().start(payment_request())
        assert started.redirect_url == f"https://pay.vnpay.vn/vpcpay.html?{PAY_STRING}&vnp_SecureHash={PAY_HASH}"
        assert VNPayData(**started.data).create_date == "20260115093000"  # GMT+7

    def params(self, **changes) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(VNPay().start(payment_request(**changes)).redirect_url).query))

    def test_words_are_made_plain(self):
        text = "Trả tiền đơn hàng #7K2P-9DXM: Xoài & Nhãn (Đồng Tháp)"
        assert self.params(order_info=text)["vnp_OrderInfo"] == "Tra tien don hang 7K2P-9DXM: Xoai Nhan Dong Thap"
        assert len(self.params(order_info="x" * 400)["vnp_OrderInfo"]) == 255
        assert self.params(order_info="???")["vnp_OrderInfo"] == "DH260115-0001-1"

    @pytest.mark.parametrize(
        ("supplied", "sent"),
        [
            ("::1", "0000:0000:0000:0000:0000:0000:0000:0001"),
            ("2402:800:63ac::1", "2402:800:63ac::1"),
            ("", "127.0.0.1"),
            ("unknown", "127.0.0.1"),
            (" 1.2.3.4 ", "1.2.3.4"),
        ],
    )
    def test_address(self, supplied, sent):
        assert self.params(ip=supplied)["vnp_IpAddr"] == sent

    def test_locale(self):
        assert self.params(locale="en")["vnp_Locale"] == "en"
        assert self.params(locale="fr")["vnp_Locale"] == "vn"

    @pytest.mark.parametrize("url", ["http://x", "https://x.example/" + "y" * 240])
    def test_return_url_length(self, url):
        with pytest.raises(DomainError):
            VNPay().start(payment_request(return_url=url))


@pytest.mark.parametrize("amount", [5_000, 5_001, 999_999_999])
def test_amounts_that_fit(amount):
    provider("vnpay").check_amount(amount)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (-1, "AMOUNT_TOO_SMALL"), (0, "AMOUNT_TOO_SMALL"), (4_999, "AMOUNT_TOO_SMALL"),
        (1_000_000_000, "AMOUNT_TOO_LARGE"),
    ],
)  # fmt: skip
def test_amounts_that_do_not(amount, code):
    with pytest.raises(DomainError) as refused:
        provider("vnpay").check_amount(amount)
    assert refused.value.code == code


def test_references_are_letters_and_digits_and_carry_the_vietnamese_day():
    moment = datetime(2026, 1, 14, 17, 30, tzinfo=UTC)
    references = {provider("vnpay").new_reference(moment) for _ in range(100)}
    assert len(references) == 100
    assert all(reference.isalnum() and reference.isascii() and len(reference) == 22 for reference in references)
    assert all(reference.startswith("260115") for reference in references)


def test_plain_keeps_only_what_vnpay_takes():
    assert protocol.plain("  Đường  ~* thốt   nốt_1 ") == "Duong thot not_1"
