"""The page of a checkout session: its situations, its language, its statements."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.errors import DomainError
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.checkout_sessions.services.pay_session import pay_session
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, CheckoutSession, PaymentIntent, PaymentReviewReason
from payments.providers.results import AttemptResult, Outcome
from tests.markup import markup
from tests.payments.bank.helpers import operators_account

pytestmark = pytest.mark.django_db
ADDRESS = "113.160.92.202"


def new_session(**more) -> CheckoutSession:
    items = [Item("Xoài cát Chu <b>3 kg</b>", 2, 120_000)]
    return create_session(items=items, success_url="https://shop.example/xong", **more)


def start_attempt(session: CheckoutSession, method: str = "vnpay") -> Attempt:
    return pay_session(session_id=session.pk, method=method, ip=ADDRESS)


def page(client: Client, session: CheckoutSession, query: str = "") -> str:
    answer = client.get(f"/payments/checkout/{session.pk}{query}")
    assert answer.status_code == 200
    return markup(answer.content.decode())


@pytest.mark.parametrize(
    ("kind", "most"), [("choose", 4), ("transfer", 3), ("waiting", 8), ("complete", 3), ("expired", 3), ("review", 3)]
)
def test_statements(client: Client, kind: str, most: int, django_assert_max_num_queries) -> None:
    operators_account()
    session = new_session()
    if kind != "choose":
        attempt = start_attempt(session, "vietqr" if kind == "transfer" else "vnpay")
    if kind == "complete":
        complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
    if kind == "review":
        complete_attempt(
            reference=attempt.reference,
            result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.SUSPECTED),
        )
    if kind == "expired":
        PaymentIntent.objects.update(status="canceled")
    with django_assert_max_num_queries(most):
        shown = page(client, session, "?ve=1")
    assert f'data-kind="{kind}"' in shown


def test_names_are_no_markup(client: Client) -> None:
    shown = page(client, new_session())
    assert "Xoài cát Chu &lt;b&gt;3 kg&lt;/b&gt;" in shown
    assert "<b>3 kg" not in shown


@pytest.mark.parametrize(
    ("locale", "language", "words"),
    [("", "vi", "Số tiền phải trả"), ("vi", "vi", "Số tiền phải trả"), ("en", "en", ""), ("en-GB", "en", "")],
)
def test_page_is_in_the_sessions_language(client: Client, locale: str, language: str, words: str) -> None:
    shown = page(client, new_session(locale=locale))
    assert f'<html lang="{language}">' in shown
    assert words in shown


def test_another_method_makes_another_attempt_and_keeps_the_first(client: Client) -> None:
    operators_account()
    session = new_session()
    first = start_attempt(session)
    assert start_attempt(session) == first
    second = start_attempt(session, "vietqr")
    assert (second.provider, first.provider) == ("vietqr", "vnpay")
    assert 'data-kind="transfer"' in page(client, session)
    complete_attempt(reference=first.reference, result=AttemptResult(Outcome.SUCCEEDED))
    assert 'data-kind="complete"' in page(client, session)
    assert CheckoutSession.objects.get().status == "complete"


def test_the_deadline_stays_the_sessions_own_after_a_refusal() -> None:
    session = new_session()
    complete_attempt(
        reference=start_attempt(session).reference, result=AttemptResult(Outcome.FAILED, response_code="51")
    )
    assert PaymentIntent.objects.get().expires_at == session.expires_at
    assert start_attempt(session).expires_at == session.expires_at


def test_session_without_a_payment_method_explains_it(client: Client) -> None:
    session = new_session()
    PaymentIntent.objects.update(payment_method_types=["vietqr"])
    shown = page(client, session)
    assert "Hiện chưa có cách trả tiền nào cho khoản này" in shown
    assert "<button" not in shown


@pytest.mark.parametrize(("amount", "offered"), [(4_999, False), (5_000, True)])
def test_vnpay_outside_its_bounds_is_disabled_with_a_reason(client: Client, amount: int, offered: bool) -> None:
    operators_account()
    session = create_session(items=[Item("Xoài", 1, amount)])
    shown = page(client, session)
    assert ('value="vnpay"' in shown, "VNPay chỉ nhận từ 5.000 đ" in shown) == (offered, not offered)
    assert 'value="vietqr"' in shown
    sent = client.post(f"/payments/checkout/{session.pk}/pay", {"method": "vnpay"})
    assert (sent.status_code, Attempt.objects.count()) == ((302, 1) if offered else (409, 0))


@pytest.mark.parametrize(
    ("amount", "code"),
    [(4_999, "AMOUNT_TOO_SMALL"), (5_000, None), (999_999_999, None), (1_000_000_000, "AMOUNT_TOO_LARGE")],
)
@pytest.mark.parametrize("types", [(), ("vnpay",), ("vnpay", "vietqr")])
def test_a_session_that_nothing_can_pay_is_refused(amount: int, code: str | None, types: tuple[str, ...]) -> None:
    if "vietqr" in types:
        operators_account()
        code = None if amount < 500_000_000 else code
    refused = pytest.raises(DomainError, check=lambda error: error.code == code) if code else nullcontext()
    with refused:
        create_session(items=[Item("Xoài", 1, amount)], payment_method_types=types)
    assert (CheckoutSession.objects.count(), PaymentIntent.objects.count()) == ((0, 0) if code else (1, 1))


def test_open_attempt_after_the_deadline_waits_for_its_result(client: Client) -> None:
    session = new_session()
    start_attempt(session)
    past = clock.now() - timedelta(seconds=1)
    for table in (CheckoutSession, PaymentIntent, Attempt):
        table.objects.update(expires_at=past)
    assert 'data-kind="waiting"' in page(client, session)


def test_payment_without_the_pages_token_is_refused() -> None:
    session = new_session()
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(f"/payments/checkout/{session.pk}/pay", {"method": "vnpay"}).status_code == 403
    assert Attempt.objects.count() == 0


def test_the_page_waits_by_itself_only_where_something_may_come(client: Client) -> None:
    session = new_session()
    assert "data-part=" not in page(client, session)
    start_attempt(session)
    shown = page(client, session, "?ve=1")
    assert f'data-part="/payments/checkout/{session.pk}/part?ve=1"' in shown
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in shown
