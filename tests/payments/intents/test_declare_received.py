"""A payee declares a transfer received: shown as declared, and merged with a feed's later report."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from core import clock
from core.errors import DomainError
from payments import sdk
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.declare_received import declare_received
from payments.models import PaymentIntent
from tests.factories import make_user
from tests.payments.bank.helpers import (
    make_account,
    make_feed,
    operators_account,
    reported,
    seen,
    show,
    shown,
    status_of,
)
from tests.payments.bank.test_match_bank_transaction import all_is_well, state_and_reason
from tests.payments.helpers import key, ledger, state

pytestmark = pytest.mark.django_db


def declare(attempt, actor=None, payee: str | None = None):
    return declare_received(
        intent_id=attempt.intent_id, payee_id=payee or attempt.intent.payee_id, actor=actor or make_user()
    )


def test_declared() -> None:
    owner, attempt = make_user(), shown(make_account())
    intent = sdk.payment_intents.declare_received(
        attempt.intent_id, account=attempt.intent.payee_id, actor=owner, idempotency_key=key()
    )
    assert (intent.status, intent.declared) == ("succeeded", True)
    attempt.refresh_from_db()
    assert (attempt.confirmed_by, attempt.declared_by) == ("declared", owner)
    assert ledger(attempt.intent) == {("capture", "memo:received:vietqr"): 150_000, ("capture", "memo:sales"): -150_000}
    assert AuditEntry.objects.get(action="payment.declare_received").actor == owner
    all_is_well()


def test_repeated_declaration_changes_nothing() -> None:
    attempt = shown(make_account())
    declare(attempt)
    before = state()
    assert declare(attempt).status == "succeeded"
    assert state() == before


def test_later_bank_transaction_matches_the_declared_payment() -> None:
    feed = make_feed(make_account())
    owner, attempt = make_user(), shown(feed.account)
    declare(attempt, owner)
    transfer = reported(feed, attempt.reference, bank_reference="FT26330000000001")
    assert (state_and_reason(transfer), transfer.attempt) == (("matched", ""), attempt)
    attempt.refresh_from_db()
    assert (attempt.confirmed_by, attempt.provider_ref, attempt.declared_by) == ("sepay", "FT26330000000001", owner)
    assert seen(attempt).declared is False
    assert state_and_reason(reported(feed, attempt.reference)) == ("unmatched", "twice")
    all_is_well()


def test_whichever_qr_of_the_payment_was_scanned() -> None:
    feed = make_feed(make_account())
    older = shown(feed.account)
    sdk.payment_intents.extend(older.intent_id, clock.now() + timedelta(minutes=40))
    newer = show(PaymentIntent.objects.get(pk=older.intent_id))
    declare(newer)
    transfer = reported(feed, older.reference)
    assert (state_and_reason(transfer), transfer.attempt) == (("matched", ""), newer)
    assert (status_of(older), status_of(newer)) == (("open", "succeeded"), ("succeeded", "succeeded"))
    all_is_well()


def test_another_amount_is_a_question_also_of_what_was_declared() -> None:
    feed = make_feed(make_account())
    attempt = shown(feed.account)
    declare(attempt)
    assert state_and_reason(reported(feed, attempt.reference, 149_999)) == ("unmatched", "too_little")
    assert seen(attempt).declared is True


def test_payment_matched_by_a_feed_is_not_declared() -> None:
    feed = make_feed(make_account())
    attempt = shown(feed.account)
    reported(feed, attempt.reference)
    before = state()
    declare(attempt)
    assert state() == before
    assert seen(attempt).declared is False


def test_refused() -> None:
    account = make_account()
    canceled, others, platforms = shown(account), shown(make_account()), shown(operators_account())
    cancel_intent(intent_id=canceled.intent_id, reason="expired")
    unseen = sdk.payment_intents.create(
        amount=5_000,
        payment_method_type="vietqr",
        account=account.payee_id,
        expires_at=canceled.expires_at,
        idempotency_key=key(),
    ).id
    before = state()
    for attempt, payee, code in [
        (canceled, account.payee_id, "PAYMENT_INTENT_UNEXPECTED_STATE"),
        (others, account.payee_id, "NOT_FOUND"),
        (platforms, account.payee_id, "NOT_FOUND"),
    ]:
        with pytest.raises(DomainError) as caught:
            declare(attempt, payee=payee)
        assert caught.value.code == code
    with pytest.raises(DomainError) as caught:
        declare_received(intent_id=unseen, payee_id=str(account.payee_id), actor=make_user())
    assert caught.value.code == "PAYMENT_INTENT_UNEXPECTED_STATE"
    assert state() == before
    assert status_of(canceled) == ("open", "canceled")
