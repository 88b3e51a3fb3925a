"""What every provider must do after an attempt has begun: the buyer's return, status queries, expiry, refunds."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from payments import providers
from payments.callbacks.payment_return import read_return
from payments.intents.jobs import poll_open_attempts
from payments.intents.services.close_overdue import ABANDONED, GRACE, close_overdue
from payments.intents.services.confirm_api_intent import confirm_api_intent
from payments.intents.services.create_api_intent import create_api_intent
from payments.intents.services.poll_attempt import poll_attempt
from payments.intents.services.request_status_query import request_status_query
from payments.models import (
    Attempt,
    AttemptStatus,
    IntentStatus,
    RefundPhase,
    RefundStatus,
)
from payments.providers.results import Outcome
from payments.refunds.services.create_refund import create_refund
from payments.refunds.services.send_refund import send_refund
from tests.factories import make_officer
from tests.payments.helpers import events, expire, ledger
from tests.payments.providers.contract import AMOUNT, IP, call, paid, start_attempt, status_of
from tests.payments.providers.gateways import (
    DECLINED,
    PAID,
    PENDING,
    REFUNDED,
    REFUSED,
    SILENT,
    SUSPECTED,
    UNKNOWN,
    Gateway,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dongpay", "books_are_right")]


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

    def test_forged_return_shows_nothing(self, gateway: Gateway) -> None:
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

    def test_buyers_page_and_operator_request_a_status_query(self, gateway: Gateway, waiting_jobs) -> None:
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
