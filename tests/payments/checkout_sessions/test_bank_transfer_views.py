"""The page of one VietQR, to which `hosted_instructions_url` leads: its situations, its words, its statements."""

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from payments.events.serializers.registry import render
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.complete_attempt import complete_attempt
from payments.intents.services.confirm_api_intent import confirm_api_intent
from payments.intents.services.create_api_intent import create_api_intent
from payments.models import Attempt, BankAccount, PaymentIntent, PaymentReviewReason
from payments.providers.results import AttemptResult, Outcome
from tests.payments.bank.helpers import make_feed, operators_account, reported
from tests.payments.helpers import expire, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> BankAccount:
    return operators_account("9900000001")


@pytest.fixture
def attempt(account: BankAccount) -> Attempt:
    """A buyer of another shop with the QR before him."""
    intent = create_api_intent(
        amount=150_000, payment_method_types=["vietqr", "vnpay"], return_url="https://shop.example/xong?don=7"
    )
    confirm_api_intent(intent_id=intent.pk, ip="113.160.92.202", payment_method_type="vietqr")
    return Attempt.objects.get()


def address(attempt: Attempt) -> str:
    return f"/payments/vietqr/{attempt.intent_id}/{attempt.reference}"


def page(client: Client, attempt: Attempt, part: str = "") -> str:
    answer = client.get(address(attempt) + part)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_api_leads_to_it(attempt: Attempt, settings) -> None:
    action = render(attempt.intent)["next_action"]["vietqr_display_qr_code"]
    assert action["hosted_instructions_url"] == settings.BASE_URL + address(attempt)


def test_page_shows_amount_account_and_text_of_the_transfer(client: Client, attempt: Attempt) -> None:
    shown = page(client, attempt)
    until = clock.local(attempt.expires_at)
    for text in (
        "Vietcombank", "9900000001", "DON VI VAN HANH", "150.000", f'<dd class="code">{attempt.reference}</dd>',
        f"Chuyển trước {until:%H:%M, %d/%m/%Y}.", f'src="{address(attempt)}.svg?v=', "Chế độ thử",
        f'data-part="{address(attempt)}/part"', '<noscript><meta http-equiv="refresh"',
    ):  # fmt: skip
        assert text in shown
    assert "redirect_status=pending" in shown
    assert attempt.intent.client_secret not in shown


def test_page_is_neither_cached_nor_indexed(client: Client, attempt: Attempt) -> None:
    answer = client.get(address(attempt))
    assert (answer["Cache-Control"], answer["Referrer-Policy"], answer["Content-Language"]) == (
        "max-age=0, no-cache, no-store, must-revalidate, private", "no-referrer", "vi",
    )  # fmt: skip
    assert 'content="noindex"' in answer.content.decode()


KINDS = {
    "transfer": "Đang chờ tiền về",
    "waiting": "Đã hết hạn chuyển tiền",
    "mismatch": "Đã thấy tiền về nhưng chưa khớp",
    "review": "Khoản trả này đang được kiểm tra",
    "complete": "Đã nhận",
    "expired": "Mã này đã hết hạn",
    "canceled": "Cửa hàng đã hủy khoản này",
    "replaced": "Mã này không còn dùng",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_situation(
    client: Client, attempt: Attempt, account: BankAccount, kind: str, django_assert_max_num_queries
) -> None:
    bring_about(kind, attempt, account)
    with django_assert_max_num_queries(4):
        shown = page(client, attempt)
    assert f'data-kind="{kind}"' in shown
    assert KINDS[kind] in shown
    waits = kind in ("transfer", "waiting", "mismatch", "review")
    assert ("data-part=" in shown, "<noscript>" in shown) == (waits, waits)
    assert ('class="qr"' in shown) == (kind == "transfer")
    part = page(client, attempt, "/part")
    assert part.startswith("<section")
    assert f'data-kind="{kind}"' in part


def bring_about(kind: str, attempt: Attempt, account: BankAccount) -> None:
    match kind:
        case "waiting":
            expire(attempt)
        case "mismatch":
            assert reported(make_feed(account), attempt.reference, 149_000).unmatched_reason == "too_little"
        case "review":
            complete_attempt(
                reference=attempt.reference,
                result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.UNDECIDED),
            )
        case "complete":
            reported(make_feed(account), f"chuyen tien {attempt.reference}")
        case "expired" | "canceled":
            cancel_intent(intent_id=attempt.intent_id, reason="expired" if kind == "expired" else "abandoned")
        case "replaced":
            PaymentIntent.objects.update(payment_method_type="vnpay")


def test_paid_attempt_links_back_with_its_result(client: Client, attempt: Attempt, account: BankAccount) -> None:
    reported(make_feed(account), attempt.reference)
    back = f"https://shop.example/xong?don=7&amp;payment_intent={attempt.intent_id}&amp;redirect_status=succeeded"
    assert f'href="{back}"' in page(client, attempt)


def test_a_second_qr_replaces_the_first(client: Client, attempt: Attempt) -> None:
    Attempt.objects.create(
        intent=attempt.intent, provider="vietqr", reference="CX0000000000XX", amount=150_000,
        expires_at=clock.now() + timedelta(minutes=5), provider_data=attempt.provider_data,
    )  # fmt: skip
    assert 'data-kind="replaced"' in page(client, attempt)


def test_guessed_address_is_not_found(client: Client, attempt: Attempt) -> None:
    before = state()
    for path in (
        f"/payments/vietqr/{attempt.intent_id}/CX0000000000XX",
        f"/payments/vietqr/pi_khac/{attempt.reference}",
        f"/payments/vietqr/{attempt.intent_id}",
        f"/payments/vietqr/{attempt.intent_id}/CX0000000000XX/part",
    ):
        assert client.get(path).status_code == 404
    assert client.post(address(attempt)).status_code == 405
    assert state() == before
