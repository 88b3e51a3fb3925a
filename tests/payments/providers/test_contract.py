"""What every provider must do. A new one that confirms by callback adds its gateway to `gateways.py`."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import translation

from core import clock
from core.errors import DomainError
from payments import providers
from payments.callbacks.payment_return import read_return
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.events.serializers.registry import render
from payments.intents.jobs import poll_open_attempts
from payments.intents.queries import evidence_of, unresolved_messages
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.close_overdue import ABANDONED, GRACE, close_overdue
from payments.intents.services.confirm_api_intent import confirm_api_intent
from payments.intents.services.confirm_intent import confirm_intent
from payments.intents.services.create_api_intent import create_api_intent
from payments.intents.services.create_intent import create_intent
from payments.intents.services.poll_attempt import poll_attempt
from payments.intents.services.request_status_query import request_status_query
from payments.intents.services.resolve_review import resolve_review
from payments.ledger import chart
from payments.ledger.queries import trial_balance
from payments.models import (
    Attempt,
    AttemptStatus,
    Collector,
    IntentStatus,
    PaymentIntent,
    ProviderMessage,
    Refund,
    RefundPhase,
    RefundStatus,
)
from payments.providers.base import ConfirmedBy, Provider
from payments.providers.results import Outcome, RefundOutcome
from payments.reconciliation import days as reconciliation_days
from payments.refunds.services.create_refund import create_refund
from payments.refunds.services.send_refund import send_refund
from payments.sdk import payment_intents, payment_methods
from tests.factories import make_officer
from tests.integrity import mismatches
from tests.payments.bank.helpers import operators_account
from tests.payments.helpers import events, expire, ledger, path_of, state
from tests.payments.providers.gateways import (
    DECLINED,
    GATEWAYS,
    PAID,
    PENDING,
    REFUNDED,
    REFUSED,
    SILENT,
    SUSPECTED,
    UNKNOWN,
    Gateway,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dongpay")]
AMOUNT = 300_000
IP = "113.160.92.202"


@pytest.fixture(params=GATEWAYS, ids=lambda gateway: gateway.code)
def gateway(request: pytest.FixtureRequest) -> Gateway:
    return request.param


@pytest.fixture(params=["vnpay", "vietqr", "cash", "dongpay"])
def method(request: pytest.FixtureRequest) -> Provider:
    return providers.provider(request.param)


@pytest.fixture(autouse=True)
def books_are_right() -> Iterator[None]:
    """After every test `verify` finds nothing wrong in the room."""
    yield
    assert mismatches("payments") == []


def make_intent(code: str, amount: int = AMOUNT) -> PaymentIntent:
    return create_intent(amount=amount, payment_method_type=code, expires_at=clock.now() + timedelta(minutes=15))


def start_attempt(gateway: Gateway, intent: PaymentIntent | None = None) -> Attempt:
    return confirm_intent(intent_id=(intent or make_intent(gateway.code)).pk, ip=IP, order_info="Don hang")


def call(gateway: Gateway, params: dict[str, str]) -> dict:
    """The gateway calls us; our answer."""
    send = Client().get if gateway.method == "GET" else Client().post
    response = send(f"/payments/{gateway.code}/ipn", params)
    assert response.status_code == 200
    return response.json()


def paid(gateway: Gateway) -> Attempt:
    attempt = start_attempt(gateway)
    assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
    attempt.refresh_from_db()
    return attempt


def status_of(attempt: Attempt) -> tuple[str, str]:
    attempt.refresh_from_db()
    return attempt.status, PaymentIntent.objects.get(pk=attempt.intent_id).status


class TestRegistered:
    def test_it_is_found_by_its_code_and_has_labels(self, method: Provider) -> None:
        assert method.code in providers.codes()
        with translation.override("vi"):
            assert str(method.label)
            assert bool(str(method.hint)) is (method.code in providers.methods_on_pages())
        if method.settlement_account:
            assert method.settlement_account in chart.LABELS

    def test_its_capabilities_agree(self, method: Provider) -> None:
        assert (method.callbacks is not None) is (method.confirms_by is ConfirmedBy.CALLBACK)
        assert bool(method.return_url()) is (method.callbacks is not None)
        seen = payment_methods.retrieve(method.code)
        assert seen.collected_by_seller is (method.collector_for("acct_any") == Collector.SELLER)
        assert seen.refunds_by_call is method.refunds_by_call
        assert (method.code in providers.methods_with_status_query()) is method.supports_status_query

    def test_its_captured_money_balances(self, method: Provider) -> None:
        for payee_id in (None, "acct_any"):
            lines = method.capture_lines(AMOUNT, payee_id)
            assert [amount for _account, amount in lines] == [AMOUNT, -AMOUNT]
            if method.settlement_account:
                assert lines[0][0].code == method.settlement_account

    def test_no_reference_comes_twice(self, method: Provider) -> None:
        references = {method.new_reference(clock.now()) for _ in range(1_000)}
        assert len(references) == 1_000
        assert all(reference.isalnum() and len(reference) <= 100 for reference in references)

    def test_only_a_provider_with_callbacks_has_an_address(self, method: Provider, client: Client) -> None:
        if method.callbacks is None:
            assert client.get(f"/payments/{method.code}/ipn").status_code == 404
            assert client.get(f"/thanh-toan/{method.code}/tro-ve").status_code == 404
        else:
            other = client.post if method.callbacks.method == "GET" else client.get
            assert other(f"/payments/{method.code}/ipn").status_code == 405

    def test_without_a_call_a_person_refunds(self, method: Provider) -> None:
        if not method.refunds_by_call:
            assert method.refund(Refund(), Attempt()).outcome is RefundOutcome.BY_HAND


class TestAttempt:
    def test_the_buyer_is_sent_to_the_providers_page(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        assert attempt.redirect_url.startswith(gateway.page + "?")
        assert gateway.reference_sent(attempt) == attempt.reference
        assert (attempt.provider, attempt.amount, attempt.ip_address) == (gateway.code, AMOUNT, IP)
        assert status_of(attempt) == (AttemptStatus.OPEN, IntentStatus.REQUIRES_ACTION)
        assert attempt.provider_data != {}
        assert ledger(attempt.intent) == {}

    def test_second_press_returns_the_same_attempt(self, gateway: Gateway) -> None:
        first = start_attempt(gateway)
        assert start_attempt(gateway, first.intent) == first
        assert Attempt.objects.count() == 1

    @pytest.mark.parametrize("bound", ["too_little", "too_much"])
    def test_an_amount_that_it_cannot_carry_is_refused(self, gateway: Gateway, bound: str) -> None:
        code = {"too_little": "AMOUNT_TOO_SMALL", "too_much": "AMOUNT_TOO_LARGE"}[bound]
        with pytest.raises(DomainError) as refused:
            make_intent(gateway.code, getattr(gateway, bound))
        assert refused.value.code == code
        assert PaymentIntent.objects.count() == 0
        refusal = payment_intents.amount_refusal(gateway.code, getattr(gateway, bound))
        assert refusal is not None
        assert refusal.code == code

    def test_it_is_offered_on_a_checkout_page(self, gateway: Gateway, client: Client) -> None:
        operators_account()
        session = create_session(items=[Item("Xoài", 1, AMOUNT)])
        page = client.get(f"/payments/checkout/{session.pk}").content.decode()
        label = providers.provider(gateway.code).label
        assert f'value="{gateway.code}"' in page
        assert f"Trả 300.000 đ bằng {label}".replace(" đ", "\xa0đ") in page.replace(" đ", "\xa0đ")
        sent = client.post(f"/payments/checkout/{session.pk}/pay", {"method": gateway.code})
        assert (sent.status_code, sent["Location"].startswith(gateway.page)) == (302, True)


class TestCallback:
    def test_success_completes_the_payment(self, gateway: Gateway) -> None:
        attempt = paid(gateway)
        assert status_of(attempt) == (AttemptStatus.SUCCEEDED, IntentStatus.SUCCEEDED)
        assert (attempt.provider_ref, attempt.confirmed_by) == ("14422574", "ipn")
        assert attempt.paid_at is not None
        assert abs(attempt.paid_at - clock.now()) < timedelta(minutes=1)
        account = providers.provider(gateway.code).settlement_account
        assert ledger(attempt.intent) == {("capture", account): AMOUNT, ("capture", "customer_funds"): -AMOUNT}
        assert events() == ["payment_intent.succeeded"]

    def test_result_keeps_the_provider_data(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        before = attempt.provider_data
        call(gateway, gateway.signed_message(attempt, PAID))
        attempt.refresh_from_db()
        assert before.items() <= attempt.provider_data.items()
        assert len(attempt.provider_data) > len(before)

    def test_a_duplicate_changes_nothing(self, gateway: Gateway) -> None:
        attempt = paid(gateway)
        before = state()
        for _ in range(3):
            assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert state() == before
        assert ProviderMessage.objects.filter(provider=gateway.code, kind="ipn").count() == 4

    def test_a_wrong_amount_changes_nothing_and_asks_for_a_person(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        before = state()
        for amount in (AMOUNT - 1, AMOUNT + 1, AMOUNT * 100, 0):
            assert not gateway.received(call(gateway, gateway.signed_message(attempt, PAID, amount)))
        assert state() == before
        assert [message.review_reason for message in unresolved_messages()] == ["wrong_amount"]

    def test_bad_signature_changes_nothing_and_opens_no_review(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        before = state()
        message = gateway.signed_message(attempt, PAID)
        declined = gateway.signed_message(attempt, DECLINED)
        signature = next(name for name, value in message.items() if declined[name] != value and len(value) >= 64)
        unsigned = {name: value for name, value in message.items() if name != signature}
        zeros, swapped = {signature: "0" * len(message[signature])}, {signature: message[signature]}
        for forged in (unsigned, message | zeros, declined | swapped):
            assert not gateway.received(call(gateway, forged))
        assert state() == before
        assert not ProviderMessage.objects.exclude(signature_ok=False).exists()
        assert not unresolved_messages().exists()

    def test_an_unknown_reference_asks_for_a_person(self, gateway: Gateway) -> None:
        stranger = Attempt(reference="KHONGCO", amount=AMOUNT)
        assert not gateway.received(call(gateway, gateway.signed_message(stranger, PAID)))
        assert [message.review_reason for message in unresolved_messages()] == ["unknown_reference"]

    def test_another_providers_attempt_is_unknown(self, gateway: Gateway) -> None:
        other = next(one for one in GATEWAYS if one.code != gateway.code)
        attempt = start_attempt(other)
        before = state()
        assert not gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert state() == before

    def test_a_refusal_lets_the_buyer_try_again(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        assert gateway.received(call(gateway, gateway.signed_message(attempt, DECLINED)))
        assert status_of(attempt) == (AttemptStatus.FAILED, IntentStatus.REQUIRES_PAYMENT_METHOD)
        seen = payment_intents.retrieve(attempt.intent_id)
        assert (seen.last_error, bool(str(seen.last_error_message))) == ("insufficient_funds", True)
        assert render(attempt)["failure_code"] == "card_declined"
        assert start_attempt(gateway, attempt.intent) != attempt

    def test_suspicion_waits_for_a_person(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        assert gateway.received(call(gateway, gateway.signed_message(attempt, SUSPECTED)))
        assert status_of(attempt) == (AttemptStatus.REVIEW, IntentStatus.REQUIRES_ACTION)
        assert all(str(label) and value for label, value in evidence_of(attempt))
        assert ledger(attempt.intent) == {}
        resolve_review(intent_id=attempt.intent_id, paid=True, actor=make_officer("operator"), note="Đã xem sao kê")
        assert status_of(attempt) == (AttemptStatus.SUCCEEDED, IntentStatus.SUCCEEDED)

    def test_success_after_a_refusal_waits_for_a_person(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        call(gateway, gateway.signed_message(attempt, DECLINED))
        call(gateway, gateway.signed_message(attempt, PAID))
        assert status_of(attempt)[0] == AttemptStatus.REVIEW
        assert [message.review_reason for message in unresolved_messages()] == ["conflict"]

    def test_our_error_rolls_back_and_requests_another_call(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        attempt = start_attempt(gateway)
        before = state()
        with monkeypatch.context() as broken:
            broken.setattr("payments.callbacks.ipn.log_provider_message", lambda **message: 1 / 0)
            assert not gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert state() == before
        assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))

    def test_two_paid_attempts_are_one_payment_and_a_refund(self, gateway: Gateway) -> None:
        first = start_attempt(gateway)
        PaymentIntent.objects.filter(pk=first.intent_id).update(expires_at=clock.now() + timedelta(minutes=20))
        second = start_attempt(gateway, first.intent)
        assert first != second
        for attempt in (first, second):
            call(gateway, gateway.signed_message(attempt, PAID))
        assert [status_of(attempt)[0] for attempt in (first, second)] == ["succeeded", "duplicate"]
        assert Refund.objects.get().attempt == second

    def test_money_for_a_cancelled_intent_is_refunded(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        cancel_intent(intent_id=attempt.intent_id, reason="abandoned")
        assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert status_of(attempt) == (AttemptStatus.SUCCEEDED, IntentStatus.CANCELED)
        assert Refund.objects.get().reason == "paid_after_cancel"


class TestReturn:
    def test_it_shows_and_completes_nothing(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        before = status_of(attempt)
        seen = read_return(gateway.code, gateway.signed_message(attempt, PAID))
        assert seen is not None
        assert (seen.signature_ok, seen.intent_id, seen.reference) == (True, attempt.intent_id, attempt.reference)
        assert seen.waiting
        assert status_of(attempt) == before
        assert ledger(attempt.intent) == {}

    def test_it_proves_the_buyer_once(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        message = gateway.signed_message(attempt, PAID)
        views = [read_return(gateway.code, message) for _ in range(3)]
        assert [view and view.proves_buyer for view in views] == [True, False, False]

    def test_a_refusal_is_shown_in_stripes_words(self, gateway: Gateway) -> None:
        seen = read_return(gateway.code, gateway.signed_message(start_attempt(gateway), DECLINED))
        assert seen is not None
        assert seen.decline_code == "insufficient_funds"

    def test_a_forged_return_knows_nothing(self, gateway: Gateway) -> None:
        message = gateway.signed_message(start_attempt(gateway), PAID)
        forged = {name: "0" * len(value) if len(value) >= 64 else value for name, value in message.items()}
        seen = read_return(gateway.code, forged)
        assert seen is not None
        assert (seen.signature_ok, seen.intent_id, seen.proves_buyer) == (False, None, False)

    def test_the_buyer_of_an_api_intent_goes_on_to_the_callers_page(self, gateway: Gateway, client: Client) -> None:
        intent = create_api_intent(amount=AMOUNT, payment_method_types=[gateway.code], payment_method_type=gateway.code)
        confirm_api_intent(intent_id=intent.pk, ip=IP, return_url="https://shop.example/xong")
        attempt = Attempt.objects.get(intent=intent)
        call(gateway, gateway.signed_message(attempt, PAID))
        back = client.get(
            urlsplit(providers.provider(gateway.code).return_url()).path, gateway.signed_message(attempt, PAID)
        )
        assert back.status_code == 302
        assert back["Location"].startswith("https://shop.example/xong?payment_intent=")
        assert "redirect_status=succeeded" in back["Location"]


class TestStatusQuery:
    @pytest.mark.parametrize(
        ("knows", "outcome", "becomes"),
        [
            (PAID, Outcome.SUCCEEDED, AttemptStatus.SUCCEEDED),
            (DECLINED, Outcome.FAILED, AttemptStatus.FAILED),
            (SUSPECTED, Outcome.REVIEW, AttemptStatus.REVIEW),
            (PENDING, Outcome.PENDING, AttemptStatus.OPEN),
            (UNKNOWN, Outcome.NOT_FOUND, AttemptStatus.OPEN),
            (SILENT, Outcome.NO_RESPONSE, AttemptStatus.OPEN),
        ],
    )
    def test_its_answer_is_applied_where_it_is_final(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, knows: str, outcome: Outcome, becomes: str
    ) -> None:
        attempt = start_attempt(gateway)
        gateway.answers(monkeypatch, attempt, knows)
        assert poll_attempt(reference=attempt.reference) is outcome
        assert status_of(attempt)[0] == becomes

    def test_callback_and_query_complete_once(self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
        attempt = start_attempt(gateway)
        gateway.answers(monkeypatch, attempt, PAID)
        poll_attempt(reference=attempt.reference)
        before = ledger(attempt.intent)
        assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert ledger(attempt.intent) == before
        assert events() == ["payment_intent.succeeded"]

    def test_an_answer_about_another_payment_is_not_believed(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        attempt, other = start_attempt(gateway), start_attempt(gateway)
        gateway.answers(monkeypatch, other, PAID)
        assert poll_attempt(reference=attempt.reference) is Outcome.NO_RESPONSE
        assert status_of(attempt)[0] == AttemptStatus.OPEN

    def test_a_buyer_who_looks_and_an_operator_have_it_asked(self, gateway: Gateway, waiting_jobs) -> None:
        attempt = start_attempt(gateway)
        poll_open_attempts(attempt.intent_id)
        request_status_query(reference=attempt.reference, actor=make_officer("operator"))
        assert [job["reference"] for job in waiting_jobs("payments.poll_attempt")] == [attempt.reference]
        assert [job["reference"] for job in waiting_jobs("payments.recheck_attempt")] == [attempt.reference]


class TestExpiry:
    @pytest.mark.parametrize(
        ("knows", "overdue_for", "becomes"),
        [
            (PAID, 1, IntentStatus.SUCCEEDED),
            (DECLINED, 1, IntentStatus.CANCELED),
            (UNKNOWN, 1, IntentStatus.PROCESSING),
            (UNKNOWN, GRACE.total_seconds() + 1, IntentStatus.CANCELED),
            (PENDING, GRACE.total_seconds() + 1, IntentStatus.PROCESSING),
            (PENDING, ABANDONED.total_seconds() + 1, IntentStatus.CANCELED),
            (SILENT, 24 * 3600, IntentStatus.PROCESSING),
        ],
    )
    def test_its_last_word_decides(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, knows: str, overdue_for: float, becomes: str
    ) -> None:
        attempt = start_attempt(gateway)
        expire(attempt, seconds=int(overdue_for))
        gateway.answers(monkeypatch, attempt, knows)
        assert close_overdue(intent_id=attempt.intent_id) == becomes


class TestRefund:
    @pytest.mark.parametrize(
        ("does", "ends"),
        [
            (REFUNDED, (RefundPhase.DONE, RefundStatus.SUCCEEDED)),
            (REFUSED, (RefundPhase.DONE, RefundStatus.FAILED)),
            (SILENT, (RefundPhase.UNKNOWN, RefundStatus.PENDING)),
        ],
    )
    @pytest.mark.parametrize("amount", [40_000, AMOUNT])
    def test_it_is_sent_once_and_ends_with_the_providers_answer(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, does: str, ends: tuple[str, str], amount: int
    ) -> None:
        attempt = paid(gateway)
        refund = create_refund(intent_id=attempt.intent_id, amount=amount, reason="out_of_stock")
        assert refund.phase == RefundPhase.QUEUED
        gateway.refunds(monkeypatch, refund, does)
        send_refund(refund_id=refund.pk)
        assert send_refund(refund_id=refund.pk) is None
        refund.refresh_from_db()
        assert (refund.phase, refund.status) == ends
        assert refund.provider_ref == ("15000001" if does == REFUNDED else refund.provider_ref)
        left = AMOUNT - amount if does == REFUNDED else AMOUNT
        account = providers.provider(gateway.code).settlement_account
        assert sum(sum_ for (_reason, code), sum_ in ledger(attempt.intent).items() if code == account) == left


class TestReads:
    def test_its_money_stands_in_its_own_account(self, gateway: Gateway) -> None:
        paid(gateway)
        account = providers.provider(gateway.code).settlement_account
        assert [line.sum for line in trial_balance() if line.code == account] == [AMOUNT]

    def test_only_vnpays_payments_are_compared_with_vnpays_files(self, gateway: Gateway) -> None:
        paid(gateway)
        (day,) = reconciliation_days.days(clock.today(), clock.today())
        expected = (1, AMOUNT) if gateway.code == "vnpay" else (0, 0)
        assert (day.payments.count, day.payments.amount) == expected
        assert reconciliation_days.missing() == []

    def test_its_charge_is_shown_on_v1(self, gateway: Gateway) -> None:
        details = render(paid(gateway))["payment_method_details"]
        assert details["type"] == gateway.code
        assert set(details) == {"type", gateway.code}
        assert details[gateway.code]

    def test_its_refund_is_shown_on_v1(self, gateway: Gateway) -> None:
        refund = create_refund(intent_id=paid(gateway).intent_id, reason="out_of_stock")
        details = render(refund)["destination_details"]
        assert details == {"type": gateway.code, gateway.code: {"reference": None, "reference_status": "pending"}}

    def test_its_next_action_on_v1_is_the_redirect(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        action = render(attempt.intent)["next_action"]
        assert action == {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": None, "url": attempt.redirect_url},
        }
        assert path_of(attempt.redirect_url)
