"""VietQR: the NAPAS text by its vectors, the account shown, the picture, who collects."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from core import clock
from core.errors import DomainError
from payments import sdk
from payments.connected_accounts.services.create_payee import create_payee
from payments.intents.services.close_overdue import close_overdue
from payments.intents.services.create_intent import create_intent
from payments.models import Attempt, Collector, PaymentIntent
from payments.providers import provider
from payments.providers.results import Outcome
from payments.providers.vietqr import napas
from payments.providers.vietqr.data import VietQRData
from tests.payments.bank.helpers import make_account, operators_account, seen, show, shown
from tests.payments.helpers import expire, key, state

# What the libraries vietnam-qr-pay 1.5.1 (npm) and 1.0.0 (PyPI) build of the same fields.
LIBRARY = [
    ("970436", "0123456789", 150_000, "CX7K2P9DXM4H",
     "00020101021238540010A00000072701240006970436"
     "011001234567890208QRIBFTTA530370454061500005802VN62160812CX7K2P9DXM4H6304DEC3"),
    ("970405", "6300205123456", 1, "CX00000000000",
     "00020101021238570010A00000072701270006970405"
     "011363002051234560208QRIBFTTA5303704540115802VN62170813CX000000000006304FA66"),
    ("970422", "VQRQ0001ABCD", 99_999_999, "CXZZZZZZZZZZ",
     "00020101021238560010A00000072701260006970422"
     "0112VQRQ0001ABCD0208QRIBFTTA53037045408999999995802VN62160812CXZZZZZZZZZZ630496BF"),
    ("970415", "113366668888", 79_000, "thanh toan don hang",
     "00020101021238560010A00000072701260006970415"
     "01121133666688880208QRIBFTTA53037045405790005802VN62230819thanh toan don hang63048A24"),
]  # fmt: skip


def test_the_vector_of_napas() -> None:
    words = {napas.BILL: "NPS6869", napas.PURPOSE: "thanh toan don hang"}
    assert napas.qr_text(bin="970403", number="0011012345678", amount=180_000, words=words) == (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang63042E2E"
    )


@pytest.mark.parametrize(("bin", "number", "amount", "purpose", "expected"), LIBRARY)
def test_the_same_as_the_libraries(bin: str, number: str, amount: int, purpose: str, expected: str) -> None:
    assert napas.qr_text(bin=bin, number=number, amount=amount, words={napas.PURPOSE: purpose}) == expected


def test_the_checksum_of_the_standard() -> None:
    assert napas.crc16("123456789") == "29B1"  # the check value of CRC-16/CCITT-FALSE (CRC catalogue)


@pytest.mark.parametrize(
    "wrong",
    [{"bin": "97043"}, {"number": ""}, {"number": "1" * 20}, {"number": "12 34"}, {"amount": 0}, {"words": {"08": "ữ"}},
     {"words": {"08": "x" * 26}}],
)  # fmt: skip
def test_unencodable_value_is_refused(wrong: dict) -> None:
    supplied = {"bin": "970436", "number": "0123456789", "amount": 1, "words": {"08": "CX"}}
    with pytest.raises(ValueError):
        napas.qr_text(**supplied | wrong)


@pytest.mark.django_db
class TestAttempt:
    def test_shows_the_payees_account(self) -> None:
        account = make_account(number="0123456789")
        attempt = shown(account, 150_000)
        intent = seen(attempt)
        assert attempt.intent.collector == Collector.SELLER
        assert intent.status == "requires_action"
        assert intent.redirect_url is None or intent.redirect_url == ""
        assert (intent.bank_bin, intent.bank_name, intent.bank_account_no, intent.bank_account_name) == (
            "970436", "Vietcombank", "0123456789", "HO MAU",
        )  # fmt: skip
        assert intent.transfer_code == attempt.reference
        assert intent.qr_text == napas.qr_text(
            bin="970436", number="0123456789", amount=150_000, words={napas.PURPOSE: attempt.reference}
        )
        assert intent.declared is False

    def test_payment_to_the_platform_shows_the_operators_account(self) -> None:
        operators_account("9900000001")
        intent = create_intent(
            amount=90_000, payment_method_type="vietqr", expires_at=clock.now() + timedelta(minutes=15)
        )
        attempt = show(intent)
        assert (intent.collector, VietQRData.of(attempt).account_number) == (Collector.PLATFORM, "9900000001")

    def test_attempt_without_a_bank_account_is_refused(self) -> None:
        intent = create_intent(
            amount=90_000,
            payment_method_type="vietqr",
            expires_at=clock.now() + timedelta(minutes=15),
            payee_id=create_payee(name="Hộ chưa có tài khoản").pk,
        )
        before = state()
        with pytest.raises(DomainError) as caught:
            show(intent)
        assert caught.value.code == "VIETQR_NO_ACCOUNT"
        assert state() == before

    def test_keeps_what_was_shown_when_the_account_changes(self) -> None:
        account = make_account(number="1111111111")
        attempt = shown(account)
        make_account(account.payee, number="2222222222")
        assert seen(attempt).bank_account_no == "1111111111"
        assert VietQRData.of(shown(account)).account_number == "2222222222"

    def test_each_attempt_has_its_own_code(self) -> None:
        account = make_account()
        first = shown(account)
        again = show(first.intent)
        assert again.pk == first.pk  # a reload
        sdk.payment_intents.extend(first.intent_id, clock.now() + timedelta(minutes=30))
        second = show(PaymentIntent.objects.get(pk=first.intent_id))
        assert second.reference != first.reference

    def test_is_closed_a_while_after_its_deadline(self) -> None:
        attempt = shown(make_account())
        assert provider("vietqr").query_status(attempt).outcome is Outcome.PENDING
        expire(attempt, seconds=60 * 10)
        assert close_overdue(intent_id=attempt.intent_id) == "processing"
        expire(attempt, seconds=60 * 16)
        assert close_overdue(intent_id=attempt.intent_id) == "canceled"


@pytest.mark.django_db
def test_collector_is_the_owner_of_the_account() -> None:
    payee = create_payee(name="Hộ mẫu").pk
    assert provider("vietqr").collector_for(payee) == Collector.SELLER
    assert provider("vietqr").collector_for(None) == Collector.PLATFORM
    assert provider("cash").collector_for(None) == Collector.PLATFORM
    assert provider("vnpay").collector_for(payee) == Collector.PLATFORM
    with pytest.raises(DomainError) as caught:
        sdk.payment_intents.create(
            amount=10_000,
            payment_method_type="vnpay",
            account=payee,
            expires_at=clock.now() + timedelta(minutes=15),
            idempotency_key=key(),
        )
    assert caught.value.code == "PAYMENT_METHOD_UNSUPPORTED"
    assert not PaymentIntent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "code"), [(0, "AMOUNT_TOO_SMALL"), (-1, "AMOUNT_TOO_SMALL"), (500_000_000, "AMOUNT_TOO_LARGE")]
)
def test_amounts_that_no_transfer_carries(amount: int, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        create_intent(amount=amount, payment_method_type="vietqr", expires_at=clock.now())
    assert (caught.value.code, caught.value.field) == (code, "amount")


@pytest.mark.django_db
class TestPicture:
    def test_svg_and_png(self, client) -> None:
        attempt = shown(make_account())
        address = seen(attempt).qr_svg_url
        assert address.startswith(f"/payments/vietqr/{attempt.intent_id}/{attempt.reference}.svg?v=")
        svg = client.get(address)
        assert (svg.status_code, svg["Content-Type"]) == (200, "image/svg+xml")
        assert svg["Cache-Control"] == "private, max-age=86400, immutable"
        assert svg.content.startswith(b"<?xml")
        assert b'viewBox="0 0 ' in svg.content
        png = client.get(address.replace(".svg", ".png"))
        assert png["Content-Type"] == "image/png"
        picture = Image.open(io.BytesIO(png.content))
        assert picture.width == picture.height >= 300

    def test_only_with_both_names(self, client) -> None:
        attempt, other = shown(make_account()), shown(make_account())
        assert client.get(f"/payments/vietqr/{attempt.intent_id}/{other.reference}.svg").status_code == 404
        assert client.get(f"/payments/vietqr/pi_unknown/{attempt.reference}.svg").status_code == 404
        assert Attempt.objects.count() == 2
