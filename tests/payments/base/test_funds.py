"""Transfers, refunds, cash: the shares of a payment, which never exceed it."""

import pytest

from core.errors import DomainError, NotFound
from core.models import Event
from payments import sdk
from payments.connected_accounts.services.reverse_transfer import reverse_transfer
from payments.intents.services.complete_attempt import complete_attempt
from payments.ledger import queries as ledger_queries
from payments.models import CommissionRule, LedgerEntry, PaymentIntent, Refund, Transfer
from payments.providers.results import AttemptResult, Outcome
from payments.refunds import queries as refund_queries
from payments.refunds.services.complete_refund import succeed_refund
from tests.integrity import mismatches
from tests.payments.helpers import events, key, ledger, make_attempt, state

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(DomainError, check=lambda error: error.code == code)


@pytest.fixture
def paid() -> PaymentIntent:
    attempt = make_attempt()
    complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
    attempt.intent.refresh_from_db()
    return attempt.intent


@pytest.fixture
def payee() -> str:
    return sdk.accounts.create(name="HTX mẫu", idempotency_key=key()).id


@pytest.fixture
def ten_percent(db):
    CommissionRule.objects.update(basis_points=1_000)


def transfer(intent, payee, amount, reference="A", **changes):
    fields = {"payment_intent": intent.pk, "amount": amount, "destination": payee, "reference": reference}
    return sdk.transfers.create(**fields | {"idempotency_key": key()} | changes)


def refund(intent, amount, reference="A", reverse_transfer=True, **changes):
    fields = {"payment_intent": intent.pk, "amount": amount, "reason": "out_of_stock", "reference": reference}
    return sdk.refunds.create(**fields | {"reverse_transfer": reverse_transfer, "idempotency_key": key()} | changes)


def all_is_well() -> None:
    assert mismatches("payments") == []


class TestTransfer:
    def test_is_owed_to_the_payee(self, paid, payee):
        created = transfer(paid, payee, 200_000)
        assert (created.amount, created.application_fee_amount, created.destination) == (200_000, 0, payee)
        assert ledger(paid)["transfer", "payee:pending"] == -200_000
        assert ledger(paid)["transfer", "customer_funds"] == 200_000
        assert sdk.balances.of(payee) == sdk.Balance(pending=200_000, available=0)
        (line,) = sdk.statements.of(payee)
        assert (line.type, line.amount, line.reference, line.payment_intent) == ("transfer", 200_000, "A", paid.pk)
        all_is_well()

    def test_commission_by_the_rule_of_the_day(self, paid, payee, ten_percent):
        assert transfer(paid, payee, 200_005).application_fee_amount == 20_001
        assert sdk.balances.of(payee).pending == 180_004
        assert ledger(paid)["transfer", "op:commission"] == -20_001
        all_is_well()

    def test_never_more_than_was_taken(self, paid, payee):
        transfer(paid, payee, 200_000)
        before = state()
        with refused("INSUFFICIENT_FUNDS"):
            transfer(paid, payee, 100_001, "B")
        assert state() == before
        transfer(paid, payee, 100_000, "B")

    def test_a_reference_is_transferred_once(self, paid, payee):
        first = transfer(paid, payee, 1_000, idempotency_key="k")
        assert transfer(paid, payee, 1_000, idempotency_key="k") == first
        with refused("TRANSFER_EXISTS"):
            transfer(paid, payee, 1_000)
        assert Transfer.objects.count() == 1

    def test_refusals(self, paid, payee):
        unpaid = make_attempt().intent
        with refused("PAYMENT_INTENT_UNEXPECTED_STATE"):
            transfer(unpaid, payee, 1_000)
        with refused("AMOUNT_INVALID"):
            transfer(paid, payee, 0)
        with pytest.raises(NotFound):
            transfer(paid, "acct_none", 1_000)


class TestRefund:
    def test_untransferred_amount_is_refunded_from_customer_funds(self, paid):
        created = refund(paid, 100_000)
        assert (created.status, created.amount, created.reason) == ("pending", 100_000, "out_of_stock")
        assert ledger(paid)["refund", "customer_funds"] == 100_000
        assert ledger(paid)["refund", "refunds_transit"] == -100_000
        reported = Event.objects.get(type="refund.created").payload
        assert (reported["id"], reported["refund"], reported["refund_amount"], reported["reference"]) == (
            paid.pk,
            created.id,
            100_000,
            "A",
        )
        assert sdk.payment_intents.retrieve(paid.pk).amount_refunded == 100_000
        assert [
            row.pk for row in refund_queries.refunds_of((refund_queries.Group.QUEUED,), 5)[refund_queries.Group.QUEUED]
        ] == [created.id]
        all_is_well()

    def test_takes_the_transfer_of_its_reference_back(self, paid, payee):
        transfer(paid, payee, 200_000, "A")
        transfer(paid, payee, 100_000, "B")
        refund(paid, 100_000, "B")
        assert sdk.balances.of(payee).pending == 200_000
        assert Transfer.objects.get(reference="B").reversed == 100_000
        assert [(line.type, line.amount) for line in sdk.statements.of(payee)] == [
            ("transfer_reversal", -100_000),
            ("transfer", 100_000),
            ("transfer", 200_000),
        ]
        all_is_well()

    def test_refund_of_a_transferred_amount_needs_a_reversal(self, paid, payee):
        transfer(paid, payee, 300_000)
        before = state()
        with refused("INSUFFICIENT_FUNDS"):
            refund(paid, 1_000, reverse_transfer=False)
        assert state() == before

    def test_never_more_than_was_taken(self, paid):
        refund(paid, 200_000, "A")
        with refused("INSUFFICIENT_FUNDS"):
            refund(paid, 100_001, "B")
        refund(paid, 100_000, "B")
        all_is_well()

    def test_partial_reversals_bring_the_commission_back_to_the_last_dong(self, paid, payee, ten_percent):
        transfer(paid, payee, 100_003, "A")
        row = Transfer.objects.get()
        assert row.commission == 10_000
        for part in (33_334, 33_334, 33_335):
            reverse_transfer(transfer_id=row.pk, amount=part)
            all_is_well()
        assert sdk.balances.of(payee).pending == 0
        commission_left = LedgerEntry.objects.filter(account__code="op:commission").values_list("amount", flat=True)
        assert sum(commission_left) == 0

    def test_refusals(self, paid):
        created = refund(paid, 1_000)
        with refused("REFUND_EXISTS"):
            refund(paid, 1_000)
        with refused("PAYMENT_INTENT_UNEXPECTED_STATE"):
            refund(make_attempt().intent, 1_000)
        with refused("AMOUNT_INVALID"):
            refund(paid, 0, "B")
        assert list(Refund.objects.values_list("pk", flat=True)) == [created.id]


class TestCash:
    def record(self, payee, amount=50_000, reference="7K2P", idempotency_key=None):
        return sdk.cash.record(
            account=payee, amount=amount, reference=reference, idempotency_key=idempotency_key or key()
        )

    def test_is_posted_to_the_memo_book(self, payee):
        created = self.record(payee)
        assert (created.account, created.amount, created.reference) == (payee, 50_000, "7K2P")
        intent = PaymentIntent.objects.get()
        assert (intent.status, intent.collector, intent.payee_id) == ("succeeded", "seller", payee)
        assert ledger(intent) == {("capture", "memo:received:cash"): 50_000, ("capture", "memo:sales"): -50_000}
        assert sdk.balances.of(payee) == sdk.Balance(0, 0)
        (line,) = sdk.statements.of(payee)
        assert (line.type, line.amount, line.reference) == ("cash", 50_000, "7K2P")
        assert events() == ["payment_intent.succeeded"]
        all_is_well()

    def test_cash_reference_is_booked_once(self, payee):
        first = self.record(payee, idempotency_key="k")
        assert self.record(payee, idempotency_key="k") == first
        with refused("CASH_EXISTS"):
            self.record(payee)
        assert PaymentIntent.objects.count() == 1

    def test_cash_is_refunded_by_the_seller(self, payee):
        self.record(payee)
        intent = PaymentIntent.objects.get()
        with refused("PAYMENT_INTENT_UNEXPECTED_STATE"):
            transfer(intent, payee, 1_000)
        created = refund(intent, 20_000)
        assert created.status == "requires_action"
        assert ("refund", "refunds_transit") not in ledger(intent)
        all_is_well()
        succeed_refund(refund_id=created.id, proof="đưa tận tay")
        assert ledger(intent)["refund_settled", "memo:received:cash"] == -20_000
        assert ledger(intent)["refund_settled", "memo:sales"] == 20_000
        all_is_well()

    def test_refusals(self, payee):
        with refused("AMOUNT_INVALID"):
            self.record(payee, amount=0)
        with pytest.raises(NotFound):
            self.record("acct_none")


class TestAccounts:
    def test_create_and_bank(self):
        created = sdk.accounts.create(name="Hộ mẫu 1", idempotency_key="k")
        assert sdk.accounts.create(name="Hộ mẫu 1", idempotency_key="k") == created
        assert created.id.startswith("acct_")
        sdk.accounts.update_bank(created.id, bin="970436", number="0123456789", holder="NGUYEN VAN A")
        for bad in ({"bin": "97043"}, {"number": "12 34"}, {"holder": " "}):
            fields = {"bin": "970436", "number": "0123456789", "holder": "A"} | bad
            with pytest.raises(DomainError) as error:
                sdk.accounts.update_bank(created.id, **fields)
            assert error.value.field == next(iter(bad))

    def test_many_balances_in_one_statement(self, payee, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert sdk.balances.of_many([payee, "acct_none"]) == {
                payee: sdk.Balance(0, 0),
                "acct_none": sdk.Balance(0, 0),
            }


def test_trial_balance_comes_to_zero_in_each_book(paid, payee):
    transfer(paid, payee, 200_000)
    sdk.cash.record(account=payee, amount=7_000, reference="x", idempotency_key=key())
    lines = {(line.book, line.code): line.sum for line in ledger_queries.trial_balance()}
    assert lines == {
        ("main", "customer_funds"): -100_000,
        ("main", "payee:pending"): -200_000,
        ("main", "provider:vnpay"): 300_000,
        ("memo", "memo:received:cash"): 7_000,
        ("memo", "memo:sales"): -7_000,
    }
