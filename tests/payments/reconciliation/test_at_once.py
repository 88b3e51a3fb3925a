"""Concurrent reconciliation: a file is imported once, a line resolved once."""

import io
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db.models import Sum

from core.errors import DomainError
from payments.bank.services.ingest_bank_transaction import ingest_bank_transaction
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import (
    AttemptStatus,
    BankTransfer,
    ImportedFile,
    JournalEntry,
    LedgerEntry,
    SettlementDeposit,
    SettlementLine,
)
from payments.providers.results import AttemptResult, Outcome
from payments.reconciliation.services.import_settlement import import_settlement
from payments.reconciliation.services.recognise_settlement import recognise_waiting
from payments.reconciliation.services.rematch import rematch
from payments.reconciliation.services.resolve_line import resolve_line
from payments.reconciliation.services.resolve_missing import resolve_missing
from tests.payments.bank.helpers import make_feed, notification, operators_account
from tests.payments.helpers import make_attempt
from tests.payments.intents.test_concurrency import at_once
from tests.payments.reconciliation.conftest import back, line, vnpay_layout, yesterday
from tests.payments.reconciliation.files import HEAD, as_csv
from tests.payments.reconciliation.test_import_settlement import all_is_well

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


def reported(call) -> str:
    """What a call answers: its refusal's code, or "done"."""
    try:
        call()
    except DomainError as refusal:
        return refusal.code
    return "done"


def test_one_file_uploaded_by_many(paid, refund_of, operator):
    attempt = paid(300_000)
    refund_of(attempt, 40_000, phase="unknown")
    data = as_csv([HEAD, line(attempt.reference, 300_000, fee=3_000), back(attempt.reference, 40_000)])
    layout = vnpay_layout().pk

    def upload() -> str:
        return reported(
            lambda: import_settlement(file=io.BytesIO(data), name="x.csv", layout_id=layout, actor=operator)
        )

    assert Counter(at_once(*[upload] * 8)) == {"done": 1, "ALREADY_IMPORTED": 7}
    assert (ImportedFile.objects.count(), SettlementLine.objects.count()) == (1, 2)
    assert JournalEntry.objects.filter(reason="settlement").count() == 1
    all_is_well()


def test_two_files_that_hold_one_payment(paid, operator):
    attempt, one, two = paid(300_000), paid(10_000), paid(20_000)
    layout = vnpay_layout().pk
    files = [
        as_csv([HEAD, line(attempt.reference, 300_000), line(other.reference, other.amount)]) for other in (one, two)
    ]
    calls = [
        lambda data=data: import_settlement(file=io.BytesIO(data), name="x", layout_id=layout, actor=operator)
        for data in files
    ]
    at_once(*calls)
    lines = SettlementLine.objects.filter(attempt=attempt)
    assert sorted(lines.values_list("difference", "settled")) == [("", True), ("twice", False)]
    all_is_well()


def test_one_line_decided_by_many(take_file, operator):
    attempt = make_attempt(amount=200_000)
    take_file(line(attempt.reference, 200_000))
    matches = SettlementLine.objects.get()

    def decide(decision: str) -> str:
        return reported(lambda: resolve_line(line_id=matches.pk, decision=decision, note="x", actor=operator))

    answers = Counter(at_once(*[lambda: decide("paid"), lambda: decide("nothing")] * 4))
    assert answers == {"done": 1, "ALREADY_DECIDED": 7}
    all_is_well()


def test_ipn_during_a_manual_resolution_is_consistent(take_file, operator):
    attempt = make_attempt(amount=200_000)
    take_file(line(attempt.reference, 200_000))
    matches = SettlementLine.objects.get()
    paid = AttemptResult(Outcome.SUCCEEDED, response_code="00")

    def resolve() -> str:
        return reported(lambda: resolve_line(line_id=matches.pk, decision="paid", note="x", actor=operator))

    complete = partial(complete_attempt, reference=attempt.reference, result=paid, confirmed_by="ipn")
    match = partial(rematch, intent_id=attempt.intent_id)
    answers = at_once(*[resolve, complete, match] * 4)
    assert set(answers[::3]) <= {"done", "DECISION_IMPOSSIBLE", "ALREADY_DECIDED"}
    rematch(intent_id=attempt.intent_id)
    attempt.refresh_from_db()
    matches.refresh_from_db()
    assert (attempt.status, matches.settled, matches.is_open) == (AttemptStatus.SUCCEEDED, True, False)
    assert JournalEntry.objects.filter(reason="settlement").count() == 1
    all_is_well()


def test_one_missing_payment_given_up_by_many(paid, take_file, operator):
    before = yesterday() - timedelta(days=1)
    attempt, later = paid(300_000, before), paid(10_000)
    take_file(line("X", 5, day=before), line(later.reference, 10_000))

    def resolve() -> str:
        return reported(lambda: resolve_missing(reference=attempt.reference, note="x", actor=operator))

    assert Counter(at_once(*[resolve] * 6)) == {"done": 1, "NOT_MISSING": 5}
    all_is_well()


def test_a_file_and_its_transfer_at_once(paid, operator):
    """Whoever is first does not see the other: the transfer is matched by the second, or by the job, and once."""
    layout, feed = vnpay_layout().pk, make_feed(operators_account())
    for amount in (100_000, 200_000, 300_000, 400_000):
        data = as_csv([HEAD, line(paid(amount).reference, amount, fee=1_000)])
        supplied = notification(feed.account, "VNPAY", amount - 1_000)
        calls = [
            lambda data=data: import_settlement(file=io.BytesIO(data), name="x", layout_id=layout, actor=operator),
            *[lambda supplied=supplied: ingest_bank_transaction(feed=feed, notification=supplied)] * 3,
        ]
        at_once(*calls, *[lambda: recognise_waiting(livemode=False)] * 3)
    recognise_waiting(livemode=False)

    assert Counter(BankTransfer.objects.values_list("state", flat=True)) == {"decided": 4}
    assert sorted(SettlementDeposit.objects.values_list("amount", flat=True)) == [99_000, 199_000, 299_000, 399_000]
    assert JournalEntry.objects.filter(reason="unmatched_cleared").count() == 4
    assert not LedgerEntry.objects.filter(account__code="suspense").aggregate(sum=Sum("amount"))["sum"]
    all_is_well()
