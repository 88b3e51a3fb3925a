"""A person resolves an unmatched transfer: once, with a reason, exact to the đồng."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from core import clock
from core.errors import DomainError, Forbidden
from payments import sdk
from payments.bank.services.resolve_bank_transaction import resolve_bank_transaction
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.extend_intent import extend_intent
from payments.models import BankTransfer, PaymentIntent
from tests.factories import make_officer, make_user
from tests.payments.bank.helpers import make_account, make_feed, operators_account, reported, show, shown, status_of
from tests.payments.bank.test_match_bank_transaction import all_is_well, suspense
from tests.payments.helpers import ledger, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(units):
    return make_officer("operator")


@pytest.fixture
def unknown(db) -> BankTransfer:
    """150.000 đ in the operator's account, without a code."""
    return reported(make_feed(operators_account()), "quen ghi ma")


def decide(transfer: BankTransfer, actor, **supplied) -> BankTransfer:
    return resolve_bank_transaction(
        transfer_id=transfer.pk, actor=actor, **{"decision": "returned", "note": "UNC 12"} | supplied
    )


def everything() -> tuple:
    return state(), list(BankTransfer.objects.order_by("pk").values()), AuditEntry.objects.count()


def test_accepted_as_a_payment(unknown, operator) -> None:
    attempt = shown(unknown.account)
    decided = decide(unknown, operator, decision="accept", note="Người mua gửi ảnh", intent_id=attempt.intent_id)
    assert (decided.state, decided.attempt, decided.decided_by) == ("decided", attempt, operator)
    assert decided.decision == "accept: Người mua gửi ảnh"
    assert decided.unmatched_reason == "no_code"  # why it was asked stays
    assert status_of(attempt) == ("succeeded", "succeeded")
    assert attempt.confirmed_by == "operator"
    assert ledger(attempt.intent) == {("capture", "bank"): 150_000, ("capture", "customer_funds"): -150_000}
    assert suspense() == 0
    entry = AuditEntry.objects.get(action="payment.resolve_bank_transaction")
    assert entry.after == {
        "decision": "accept", "note": "Người mua gửi ảnh", "amount": 150_000, "payment_intent": attempt.intent_id,
    }  # fmt: skip
    all_is_well()


@pytest.mark.parametrize("decision", ["returned", "not_ours"])
def test_decided_transfer_leaves_the_suspense_account(unknown, operator, decision: str) -> None:
    assert suspense() == 150_000
    assert decide(unknown, operator, decision=decision).state == "decided"
    assert suspense() == 0
    all_is_well()


def test_late_money_goes_the_way_of_all_late_money(operator) -> None:
    feed = make_feed(operators_account())
    attempt = shown(feed.account)
    cancel_intent(intent_id=attempt.intent_id, reason="expired")
    late = reported(feed, attempt.reference)
    decide(late, operator, decision="accept", intent_id=attempt.intent_id)
    assert status_of(attempt) == ("succeeded", "canceled")
    refund = attempt.intent.refunds.get()
    assert (refund.amount, refund.reason, refund.status) == (150_000, "paid_after_cancel", "requires_action")
    all_is_well()


@pytest.mark.parametrize("owner", ["operator", "seller"])
def test_late_money_that_comes_twice_is_taken_once(operator, owner: str) -> None:
    feed = make_feed(operators_account() if owner == "operator" else make_account())
    first = shown(feed.account)
    extend_intent(intent_id=first.intent_id, expires_at=clock.now() + timedelta(hours=1))
    second = show(PaymentIntent.objects.get(pk=first.intent_id))
    cancel_intent(intent_id=first.intent_id, reason="expired")
    received = [reported(feed, first.reference), reported(feed, second.reference)]
    supplied = {"decision": "accept", "intent_id": first.intent_id, "on_behalf_of": feed.account.payee_id}
    decide(received[0], operator, **supplied)
    before = everything()
    with pytest.raises(DomainError) as caught:
        decide(received[1], operator, **supplied)
    assert caught.value.code == "PAYMENT_INTENT_UNEXPECTED_STATE"
    assert everything() == before
    decide(received[1], operator, on_behalf_of=feed.account.payee_id)
    all_is_well()


def test_once(unknown, operator) -> None:
    decide(unknown, operator)
    before = everything()
    for decision in ("returned", "not_ours", "accept"):
        with pytest.raises(DomainError) as caught:
            decide(unknown, operator, decision=decision, intent_id="pi_x")
        assert caught.value.code == "ALREADY_DECIDED"
    assert everything() == before


def test_matched_or_ignored_transfer_cannot_be_resolved(operator) -> None:
    feed = make_feed(make_account())
    matched, ignored = reported(feed, shown(feed.account).reference), reported(feed, "an sang")
    before = everything()
    for transfer in (matched, ignored):
        with pytest.raises(DomainError) as caught:
            decide(transfer, operator)
        assert caught.value.code == "ALREADY_DECIDED"
    assert everything() == before


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            ({"note": "  "}, "REQUIRED", "note"),
            ({"decision": "keep"}, "INVALID", "decision"),
            ({"decision": "accept"}, "REQUIRED", "payment_intent"),
            ({"decision": "accept", "intent_id": "pi_unknown"}, "NOT_FOUND", None),
        ],
    )
    def test_incomplete_decision_is_refused(
        self, unknown, operator, change: dict, code: str, field: str | None
    ) -> None:
        before = everything()
        with pytest.raises(DomainError) as caught:
            decide(unknown, operator, **change)
        assert (caught.value.code, caught.value.field) == (code, field)
        assert everything() == before

    def test_another_amount_owner_or_state(self, unknown, operator) -> None:
        account = unknown.account
        dearer, paid, sellers = shown(account, 150_001), shown(account), shown(make_account())
        reported(make_feed(account, "casso"), paid.reference)
        unseen = sdk.payment_intents.create(
            amount=150_000,
            payment_method_type="vietqr",
            expires_at=dearer.expires_at,
            idempotency_key="unseen",
        ).id
        before = everything()
        for intent_id, code in [
            (dearer.intent_id, "AMOUNT_INVALID"),
            (paid.intent_id, "PAYMENT_INTENT_UNEXPECTED_STATE"),
            (sellers.intent_id, "PAYMENT_INTENT_UNEXPECTED_STATE"),
            (unseen, "PAYMENT_INTENT_UNEXPECTED_STATE"),
        ]:
            with pytest.raises(DomainError) as caught:
                decide(unknown, operator, decision="accept", intent_id=intent_id)
            assert caught.value.code == code
            assert everything() == before

    def test_decision_of_a_non_operator_is_refused(self, unknown, units) -> None:
        before = everything()
        for actor in (make_user(), make_officer("commune", units["30076"])):
            with pytest.raises(Forbidden):
                decide(unknown, actor)
        assert everything() == before


class TestSellers:
    def test_their_own_person_decides_their_own_account(self) -> None:
        feed = make_feed(make_account())
        attempt = shown(feed.account)
        short = reported(feed, attempt.reference, 100_000)
        owner = make_user()
        payee = feed.account.payee_id
        assert [one.id for one in sdk.bank_transfers.unmatched(payee)] == [short.pk]
        assert sdk.bank_transfers.unmatched(payee)[0].payment_intent == attempt.intent_id
        decided = sdk.bank_transfers.decide(
            short.pk, account=payee, decision="returned", actor=owner, note="Đã trả lại bằng chuyển khoản"
        )
        assert (decided.state, decided.decision) == ("decided", "returned: Đã trả lại bằng chuyển khoản")
        assert sdk.bank_transfers.unmatched(payee) == []
        all_is_well()

    def test_transfer_of_another_seller_is_refused(self) -> None:
        feed = make_feed(make_account())
        short = reported(feed, shown(feed.account).reference, 100_000)
        before = everything()
        with pytest.raises(DomainError) as caught:
            sdk.bank_transfers.decide(
                short.pk, account=make_account().payee_id, decision="returned", actor=make_user(), note="x"
            )
        assert caught.value.code == "NOT_FOUND"
        assert everything() == before

    def test_late_payment_is_accepted_and_queued_for_refund(self) -> None:
        feed = make_feed(make_account())
        attempt = shown(feed.account)
        cancel_intent(intent_id=attempt.intent_id, reason="expired")
        late = reported(feed, attempt.reference)
        sdk.bank_transfers.decide(
            late.pk,
            account=feed.account.payee_id,
            decision="accept",
            actor=make_user(),
            note="Đã nhận",
            payment_intent=attempt.intent_id,
        )
        assert PaymentIntent.objects.get(pk=attempt.intent_id).status == "canceled"
        assert attempt.intent.refunds.get().amount == 150_000
        all_is_well()
