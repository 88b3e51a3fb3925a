"""Concurrent feeds, people and jobs on real PostgreSQL: one transfer and one success in any order."""

from collections import Counter

import pytest

from core.errors import DomainError
from payments.bank.services.ingest_bank_transaction import IngestOutcome, ingest_bank_transaction
from payments.bank.services.resolve_bank_transaction import resolve_bank_transaction
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.declare_received import declare_received
from payments.models import BankNotification, BankTransfer, JournalEntry
from tests.factories import make_officer, make_user
from tests.payments.bank.helpers import (
    make_account,
    make_feed,
    notification,
    operators_account,
    reported,
    shown,
    status_of,
)
from tests.payments.bank.test_match_bank_transaction import suspense
from tests.payments.helpers import events
from tests.payments.intents.test_concurrency import all_is_well, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


def test_two_feeds_report_one_transfer_concurrently() -> None:
    account = make_account()
    feeds = make_feed(account, "sepay"), make_feed(account, "casso")
    attempt = shown(account)
    tellings = [notification(account, attempt.reference, bank_reference="FT26330000000001") for _ in feeds]
    calls = [
        lambda f=f, n=n: ingest_bank_transaction(feed=f, notification=n).outcome
        for f, n in zip(feeds, tellings, strict=True)
    ]
    received = Counter(at_once(*calls * 16))
    assert received == {IngestOutcome.NEW: 1, IngestOutcome.CORROBORATED: 1, IngestOutcome.REPEATED: 30}
    assert (BankTransfer.objects.count(), BankNotification.objects.count()) == (1, 2)
    assert status_of(attempt) == ("succeeded", "succeeded")
    assert events() == ["payment_intent.succeeded"]
    assert JournalEntry.objects.count() == 1
    all_is_well()


def test_two_feeds_without_a_bank_number() -> None:
    account = operators_account()
    feeds = make_feed(account, "sepay"), make_feed(account, "casso")
    tellings = [notification(account, "chuyen tien xoai", bank_reference="") for _ in feeds]
    at_once(
        *[
            lambda f=f, n=n: ingest_bank_transaction(feed=f, notification=n)
            for f, n in zip(feeds, tellings, strict=True)
        ]
        * 8
    )
    assert (BankTransfer.objects.count(), suspense()) == (1, 150_000)
    all_is_well()


def test_two_transfers_for_one_payment_at_once_are_one_success_and_one_question() -> None:
    for _ in range(3):
        account = make_account()
        feeds = make_feed(account, "sepay"), make_feed(account, "casso")
        attempt = shown(account)
        at_once(*[lambda f=f, a=attempt: reported(f, a.reference) for f in feeds])
        states = Counter(BankTransfer.objects.filter(account=account).values_list("state", "unmatched_reason"))
        assert states == {("matched", ""): 1, ("unmatched", "twice"): 1}
        assert status_of(attempt) == ("succeeded", "succeeded")
    all_is_well()


def test_concurrent_transfer_and_cancellation_leave_one_outcome() -> None:
    for _ in range(5):
        feed = make_feed(operators_account())
        attempt = shown(feed.account)

        def cancel(attempt=attempt) -> str:
            try:
                return cancel_intent(intent_id=attempt.intent_id, reason="expired").status
            except DomainError as refusal:
                return refusal.code

        ended, transfer = at_once(cancel, lambda f=feed, a=attempt: reported(f, a.reference))
        if ended == "canceled":
            assert (transfer.state, transfer.unmatched_reason) == ("unmatched", "late")
            assert status_of(attempt) == ("open", "canceled")
        else:
            assert ended == "PAYMENT_INTENT_UNEXPECTED_STATE"
            assert (transfer.state, status_of(attempt)) == ("matched", ("succeeded", "succeeded"))
    all_is_well()


def test_concurrent_declaration_and_feed_complete_the_payment_once() -> None:
    for _ in range(5):
        feed, owner = make_feed(make_account()), make_user()
        attempt = shown(feed.account)
        _declared, transfer = at_once(
            lambda a=attempt, o=owner: declare_received(intent_id=a.intent_id, payee_id=a.intent.payee_id, actor=o),
            lambda f=feed, a=attempt: reported(f, a.reference),
        )
        assert transfer.state == "matched"
        attempt.refresh_from_db()
        assert (attempt.status, attempt.confirmed_by) == ("succeeded", "sepay")
    all_is_well()


def test_two_people_decide_at_once(units) -> None:
    feed = make_feed(operators_account())
    attempt = shown(feed.account)
    transfer, operator = reported(feed, "quen ghi ma"), make_officer("operator")

    def decide(decision: str) -> str:
        try:
            resolve_bank_transaction(
                transfer_id=transfer.pk, decision=decision, actor=operator, note="x", intent_id=attempt.intent_id
            )
        except DomainError as refusal:
            return refusal.code
        return "decided"

    answers = Counter(at_once(*[lambda d=d: decide(d) for d in ("accept", "returned", "not_ours")] * 4))
    assert answers == {"decided": 1, "ALREADY_DECIDED": 11}
    assert suspense() == 0
    all_is_well()


def test_the_stand_in_calls_from_a_thread_of_its_own(client) -> None:
    account = make_account()
    attempt = shown(account)
    command = {"account": account.number, "amount": 150_000, "content": attempt.reference, "feed": "casso", "repeat": 2}
    reported_to_us = client.post("/bank-sandbox/control", command, content_type="application/json").json()
    assert reported_to_us["transfer"]["state"] == "matched"
    assert status_of(attempt) == ("succeeded", "succeeded")
