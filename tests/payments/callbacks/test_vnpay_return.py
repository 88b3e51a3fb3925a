"""The buyer's return: verified, shown, and without effect on money."""

import pytest

from payments.callbacks.payment_return import read_return
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import ProviderMessage
from payments.providers.results import AttemptResult, Outcome
from tests.payments.helpers import make_attempt, message, state

pytestmark = pytest.mark.django_db


def test_success_on_return_is_pending_until_the_ipn(waiting_jobs):
    attempt = make_attempt()
    before = state()
    for _ in range(3):
        seen = read_return("vnpay", message(attempt))
    assert (seen.signature_ok, seen.intent_id) == (True, attempt.intent_id)
    assert (seen.waiting, seen.decline_code) == (True, "")
    assert state() == before
    assert waiting_jobs("payments.poll_attempt") == [{"reference": attempt.reference, "nth": 0}]


def test_return_after_the_ipn_sends_no_status_query(waiting_jobs):
    attempt = make_attempt()
    complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
    assert read_return("vnpay", message(attempt)).waiting is False
    assert waiting_jobs("payments.poll_attempt") == []


def test_money_for_a_cancelled_intent_is_asked_about_too(waiting_jobs):
    attempt = make_attempt()
    cancel_intent(intent_id=attempt.intent_id, reason="expired")
    assert read_return("vnpay", message(attempt)).waiting is False
    assert waiting_jobs("payments.poll_attempt") == [{"reference": attempt.reference, "nth": 0}]


def test_a_failure_is_named():
    assert read_return("vnpay", message(make_attempt(), "51")).decline_code == "insufficient_funds"


def test_bad_signature_names_no_payment(waiting_jobs):
    attempt = make_attempt()
    seen = read_return("vnpay", message(attempt) | {"vnp_ResponseCode": "24"})
    assert (seen.signature_ok, seen.intent_id, seen.waiting) == (False, None, False)
    assert waiting_jobs("payments.poll_attempt") == []
    assert ProviderMessage.objects.get().kind == "return"


@pytest.mark.parametrize("changes", [{"vnp_TxnRef": "unknown"}, {"vnp_TmnCode": "OTHER001"}, {"vnp_TxnRef": "\x00"}])
def test_strangers(changes):
    seen = read_return("vnpay", message(make_attempt(), **changes))
    assert (seen.signature_ok, seen.intent_id) == (True, None)
