"""Pages for buyers of other shops: a checkout session, and a VietQR page that updates by itself."""

import pytest
from playwright.sync_api import Page, expect

from payments.checkout_sessions.services.create_session import Item, create_session
from payments.intents.services.confirm_api_intent import confirm_api_intent
from payments.intents.services.create_api_intent import create_api_intent
from payments.models import Attempt, BankAccount
from tests.browser.inspect import problems
from tests.longest import LETTER
from tests.payments.bank.helpers import make_feed, operators_account, reported

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("market")]


@pytest.fixture
def account() -> BankAccount:
    shown = BankAccount.objects.filter(payee=None, is_active=True).first()
    return shown or operators_account()


def shown_qr() -> Attempt:
    intent = create_api_intent(amount=150_000, payment_method_types=["vietqr"], return_url="https://shop.example/xong")
    confirm_api_intent(intent_id=intent.pk, ip="113.160.92.202", payment_method_type="vietqr")
    return Attempt.objects.get(intent=intent)


def test_open_page_shows_the_received_payment(phone: Page, account: BankAccount) -> None:
    attempt = shown_qr()
    phone.goto(f"/payments/vietqr/{attempt.intent_id}/{attempt.reference}")
    expect(phone.get_by_text("Đang chờ tiền về")).to_be_visible()
    assert problems(phone) == []
    reported(make_feed(account), f"chuyen tien {attempt.reference}")
    expect(phone.get_by_role("heading", name="Đã nhận 150.000")).to_be_visible()
    assert problems(phone) == []


def test_page_refreshes_without_scripts(phone_without_script: Page, account: BankAccount) -> None:
    phone, attempt = phone_without_script, shown_qr()
    phone.goto(f"/payments/vietqr/{attempt.intent_id}/{attempt.reference}")
    reported(make_feed(account), attempt.reference, 149_000)
    expect(phone.get_by_role("heading", name="Đã thấy tiền về nhưng chưa khớp")).to_be_visible()


def test_checkout_session_is_paid_by_qr(phone: Page, account: BankAccount) -> None:
    session = create_session(items=[Item(LETTER * 250, 2, 75_000)])
    phone.goto(f"/payments/checkout/{session.pk}")
    assert problems(phone) == []
    phone.get_by_role("button", name="bằng VietQR").click()
    expect(phone.get_by_text("Đang chờ tiền về")).to_be_visible()
    assert problems(phone) == []
    reported(make_feed(account), Attempt.objects.get(intent=session.intent).reference)
    expect(phone.get_by_role("heading", name="Đã trả 150.000")).to_be_visible()
    assert problems(phone) == []
