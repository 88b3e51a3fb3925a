"""querydr: an answer is accepted only if it is signed, for our merchant, and has our amount."""

import httpx
import pytest
from django.conf import settings

from payments.intents.services.poll_attempt import poll_attempt
from payments.models import AttemptStatus, ProviderMessage
from payments.providers.results import Outcome
from payments.providers.vnpay import api, protocol, querydr
from payments.providers.vnpay.messages import VNPayData
from tests.outside import outside
from tests.payments.helpers import make_attempt, state

pytestmark = pytest.mark.django_db


def answer(attempt, **changes) -> dict:
    result = {
        "vnp_ResponseId": "R1",
        "vnp_Command": "querydr",
        "vnp_ResponseCode": "00",
        "vnp_Message": "Query success",
        "vnp_TmnCode": settings.VNPAY["tmn_code"],
        "vnp_TxnRef": attempt.reference,
        "vnp_Amount": str(attempt.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_PayDate": "20261122190000",
        "vnp_TransactionNo": "14422574",
        "vnp_TransactionType": "01",
        "vnp_TransactionStatus": "00",
        "vnp_OrderInfo": "Don hang",
    } | changes
    values = querydr.checksum_values(result, querydr.QUERYDR_ANSWER)
    return result | {"vnp_SecureHash": protocol.sign_bar(values, settings.VNPAY["hash_secret"])}


@pytest.fixture
def answers_with(monkeypatch):
    """Let VNPay answer so; what it was asked."""
    requested: list = []

    def let(result) -> list:
        def post(message):
            requested.append(message)
            if isinstance(result, Exception):
                raise result
            return result

        monkeypatch.setattr(api, "post", post)
        return requested

    return let


def test_the_question_is_signed_and_repeats_the_creation_date(answers_with):
    attempt = make_attempt()
    requested = answers_with(answer(attempt))
    querydr.query_status(attempt)
    (question,) = requested
    assert question["vnp_TransactionDate"] == VNPayData.of(attempt).create_date
    assert (question["vnp_Command"], question["vnp_Version"], len(question["vnp_RequestId"])) == (
        "querydr",
        "2.1.0",
        32,
    )
    values = [question[field] for field in querydr.QUERYDR_REQUEST]
    assert protocol.verify_bar(values, question["vnp_SecureHash"], settings.VNPAY["hash_secret"])


@pytest.mark.parametrize(
    ("status", "outcome", "becomes"),
    [
        ("00", Outcome.SUCCEEDED, AttemptStatus.SUCCEEDED),
        ("01", Outcome.PENDING, AttemptStatus.OPEN),
        ("02", Outcome.FAILED, AttemptStatus.FAILED),
        ("04", Outcome.REVIEW, AttemptStatus.REVIEW),
        ("05", Outcome.REVIEW, AttemptStatus.REVIEW),
        ("07", Outcome.REVIEW, AttemptStatus.REVIEW),
        ("", Outcome.REVIEW, AttemptStatus.REVIEW),
    ],
)
def test_states(answers_with, status, outcome, becomes):
    attempt = make_attempt()
    answers_with(answer(attempt, vnp_TransactionStatus=status))
    assert poll_attempt(reference=attempt.reference) is outcome
    attempt.refresh_from_db()
    assert attempt.status == becomes
    assert ProviderMessage.objects.get().signature_ok


def test_a_number_for_an_amount_is_as_good(answers_with):
    attempt = make_attempt()
    answers_with(answer(attempt, vnp_Amount=attempt.amount * 100))
    assert poll_attempt(reference=attempt.reference) is Outcome.SUCCEEDED


@pytest.mark.parametrize(
    ("changes", "outcome", "asks"),
    [
        ({"vnp_ResponseCode": "91", "vnp_Amount": ""}, Outcome.NOT_FOUND, False),
        ({"vnp_ResponseCode": "94"}, Outcome.NO_RESPONSE, False),
        ({"vnp_ResponseCode": "97"}, Outcome.NO_RESPONSE, False),
        ({"vnp_ResponseCode": "99"}, Outcome.NO_RESPONSE, False),
        ({"vnp_Amount": "100"}, Outcome.NO_RESPONSE, True),
        ({"vnp_TmnCode": "OTHER001"}, Outcome.NO_RESPONSE, True),
        ({"vnp_TxnRef": "another"}, Outcome.NO_RESPONSE, True),
    ],
)
def test_mismatched_querydr_answer_completes_nothing(answers_with, changes, outcome, asks):
    attempt = make_attempt()
    before = state()
    answers_with(answer(attempt, **changes))
    assert poll_attempt(reference=attempt.reference) is outcome
    assert state() == before
    assert bool(ProviderMessage.objects.get().review_reason) is asks


@pytest.mark.parametrize("lie", [{"vnp_SecureHash": "0" * 128}, {"vnp_SecureHash": ""}, {"vnp_Amount": "1"}, {}])
def test_answer_with_a_bad_signature_is_no_response(answers_with, lie):
    attempt = make_attempt()
    before = state()
    result = answer(attempt) | lie
    answers_with(result if lie else {})
    assert poll_attempt(reference=attempt.reference) is Outcome.NO_RESPONSE
    assert state() == before
    assert not ProviderMessage.objects.get().signature_ok


def test_missing_answer_is_no_response(answers_with):
    attempt = make_attempt()
    answers_with(api.NoAnswer("timeout"))
    assert poll_attempt(reference=attempt.reference) is Outcome.NO_RESPONSE


def test_completed_attempt_is_not_queried(answers_with):
    attempt = make_attempt()
    answers_with(answer(attempt))
    poll_attempt(reference=attempt.reference)
    assert poll_attempt(reference=attempt.reference) is None


class TestTransport:
    @pytest.fixture(autouse=True)
    def _far_away(self, settings):
        settings.VNPAY_TRANSPORT = "payments.providers.vnpay.api.post_https"

    def test_an_object(self):
        with outside({"a": "b"}):
            assert api.post({}) == {"a": "b"}

    @pytest.mark.parametrize(
        "answered",
        [
            httpx.Response(500, text="oops"),
            httpx.Response(302, headers={"Location": "/"}),
            httpx.Response(200, text="<html>"),
            httpx.Response(200, json=[1]),
            httpx.Response(200, text='{"a": "' + "x" * 70_000 + '"}'),
            httpx.ReadTimeout("slow"),
        ],
    )
    def test_anything_else(self, answered):
        with outside(answered) as calls, pytest.raises(api.NoAnswer):
            api.post({})
        assert len(calls) == 1
