"""Concurrent calls on real PostgreSQL: one payment and one capture in any order."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connections, transaction

from payments.callbacks import ipn
from payments.callbacks.payment_return import read_return
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.poll_attempt import poll_attempt
from payments.ledger import chart
from payments.ledger.journal import post_entry
from payments.models import AttemptStatus, IntentStatus, JournalEntry, LedgerAccount
from tests.integrity import mismatches
from tests.payments.helpers import events, ledger, make_attempt, make_intent, message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]
AT_ONCE = 16


def at_once(*calls) -> list:
    """The results of the calls, made by 16 threads with connections of their own."""

    def run(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def all_is_well() -> None:
    assert mismatches("payments") == []


def test_the_same_call_a_hundred_times_before_during_and_after_the_return():
    attempt = make_attempt()
    params = message(attempt)
    read_return("vnpay", params)
    calls: list[Callable[[], Any]] = [lambda: ipn.answer("vnpay", params)["RspCode"]] * 100
    calls[40:40] = [lambda: read_return("vnpay", params).signature_ok] * 4
    answers = Counter(at_once(*calls))
    read_return("vnpay", params)
    answers[ipn.answer("vnpay", params)["RspCode"]] += 1
    assert answers == {"00": 1, "02": 100, True: 4}
    attempt.refresh_from_db()
    assert (attempt.status, attempt.intent.status) == (AttemptStatus.SUCCEEDED, IntentStatus.SUCCEEDED)
    assert ledger(attempt.intent) == {("capture", "provider:vnpay"): 300_000, ("capture", "customer_funds"): -300_000}
    assert JournalEntry.objects.count() == 1
    assert events() == ["payment_intent.succeeded"]
    all_is_well()


def test_two_successful_attempts_are_one_capture_and_one_duplicate():
    intent = make_intent()
    first = make_attempt(intent)
    ipn.answer("vnpay", message(first, "24"))
    attempts = [make_attempt(intent)]
    attempts[0].expires_at = intent.expires_at.replace(microsecond=1)
    attempts[0].save()
    attempts.append(make_attempt(intent))
    answers = Counter(
        at_once(*[lambda v=v: ipn.answer("vnpay", message(v))["RspCode"] for v in attempts for _ in range(10)])
    )
    assert answers == {"00": 2, "02": 18}
    statuses = sorted(intent.attempts.values_list("status", flat=True))
    assert statuses == [AttemptStatus.DUPLICATE, AttemptStatus.FAILED, AttemptStatus.SUCCEEDED]
    assert ledger(intent)["capture", "provider:vnpay"] == 300_000
    assert ledger(intent)["duplicate_payment", "provider:vnpay"] == 300_000
    assert events("payment_intent.succeeded") == [intent.pk]
    all_is_well()


def test_concurrent_payment_and_cancellation_leave_one_outcome():
    for _ in range(5):
        attempt = make_attempt()

        def cancel(attempt=attempt):
            try:
                cancel_intent(intent_id=attempt.intent_id, reason="expired")
            except Exception as error:  # noqa: BLE001 (paid first: refused)
                return getattr(error, "code", repr(error))
            return "canceled"

        pay = [lambda a=attempt: ipn.answer("vnpay", message(a))["RspCode"]] * 4
        outcome = at_once(*pay[:2], cancel, *pay[2:])
        assert sorted(outcome[:2] + outcome[3:]) == ["00", "02", "02", "02"]
        attempt.refresh_from_db()
        if outcome[2] == "canceled":
            assert attempt.intent.status == IntentStatus.CANCELED
            assert attempt.intent.refunds.get().amount == 300_000
        else:
            assert outcome[2] == "PAYMENT_INTENT_UNEXPECTED_STATE"
            assert attempt.intent.status == IntentStatus.SUCCEEDED
            assert not attempt.intent.refunds.exists()
    all_is_well()


def test_querydr_and_ipn_race_for_one_capture(client):
    attempt = make_attempt()
    client.post(
        "/vnpay-sandbox/control",
        {"txn_ref": attempt.reference, "outcome": "success", "ipn": "never"},
        content_type="application/json",
    )
    poll = partial(poll_attempt, reference=attempt.reference)
    at_once(*[poll, lambda: ipn.answer("vnpay", message(attempt))] * 8)
    assert events() == ["payment_intent.succeeded"]
    assert JournalEntry.objects.count() == 1
    all_is_well()


def test_accounts_are_opened_once():
    def write(number: int):
        with transaction.atomic():
            post_entry(
                reason="test",
                reason_ref=str(number),
                livemode=False,
                lines=[
                    (chart.platform_account(chart.PROVIDER_VNPAY), 1),
                    (chart.platform_account(chart.REFUNDS_TRANSIT), -1),
                ],
            )

    at_once(*[lambda n=n: write(n) for n in range(32)])
    assert LedgerAccount.objects.count() == 2
    assert JournalEntry.objects.count() == 32


def test_the_sandbox_calls_from_a_thread_of_its_own(client):
    attempt = make_attempt()
    response = client.post(
        "/vnpay-sandbox/control",
        {"txn_ref": attempt.reference, "outcome": "success", "ipn": "duplicate"},
        content_type="application/json",
    )
    assert [answer["RspCode"] for answer in response.json()["ipn_answers"]] == ["00", "02"]
    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.SUCCEEDED
