"""Concurrent payouts on real PostgreSQL: no payout exceeds the balance."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from core import clock
from core.errors import DomainError
from payments.bank.feeds.statement.file import StatementLine
from payments.models import Payout
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.confirm_batch import confirm_batch
from payments.payouts.services.confirm_from_statement import confirm_from_statement
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.reject_payout import reject_payout
from payments.payouts.services.run_schedule import run_schedule
from payments.payouts.services.set_schedule import set_schedule
from payments.refunds.services.create_refund import create_refund
from tests.integrity import mismatches
from tests.payments.payouts.helpers import balance, earn, make_operator, make_payee, rich_payee, sent_payout

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


def at_once(*calls) -> list:
    """What each call answers, or the code of its refusal."""

    def run(call):
        try:
            return call()
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def all_is_well() -> None:
    assert mismatches("payments") == []


def test_payouts_at_once_never_overdraw():
    payee = rich_payee(500_000)
    answers = at_once(*[lambda: create_payout(payee_id=payee.pk, amount=200_000).amount] * 8)

    assert sorted(answers, key=str) == [200_000, 200_000] + ["BALANCE_INSUFFICIENT"] * 6
    assert balance(payee) == (0, 100_000)
    all_is_well()


def test_concurrent_payouts_of_the_whole_balance_pay_once():
    payee = rich_payee(500_000)
    answers = at_once(*[lambda: create_payout(payee_id=payee.pk).amount] * 8)

    assert sorted(answers, key=str) == [500_000] + ["BALANCE_INSUFFICIENT"] * 7
    all_is_well()


def test_a_payout_and_a_refund_at_once():
    """The payout takes what the refund left, or the refund leaves a debt: never more than there was."""
    for _ in range(6):
        payee = make_payee()
        sale = earn(payee, 300_000)

        def refund(sale=sale):
            return create_refund(
                intent_id=sale.intent_id,
                amount=100_000,
                reason="buyer_asked",
                reference=sale.reference,
                reverse_transfer=True,
            ).amount

        answers = at_once(lambda p=payee: create_payout(payee_id=p.pk).amount, refund)
        assert answers[1] == 100_000
        assert (answers[0], balance(payee)) in [(200_000, (0, 0)), (300_000, (0, -100_000))]
    all_is_well()


def test_two_mornings_at_once_pay_once():
    for _ in range(3):
        set_schedule(payee_id=rich_payee(500_000).pk, interval="daily")
    at_once(*[run_schedule] * 4)

    assert list(Payout.objects.values_list("amount", flat=True)) == [500_000] * 3
    all_is_well()


def test_concurrent_batch_and_cancellations_leave_one_outcome_each():
    operator = make_operator()
    payouts = [create_payout(payee_id=rich_payee().pk) for _ in range(4)]
    answers = at_once(
        lambda: make_batch(actor=operator).pk, *[lambda p=p: cancel_payout(payout_id=p.pk).status for p in payouts]
    )
    statuses = [Payout.objects.get(pk=payout.pk).status for payout in payouts]

    for status, answer in zip(statuses, answers[1:], strict=True):
        assert (status, answer) in [("canceled", "canceled"), ("in_transit", "PAYOUT_UNEXPECTED_STATE")]
    all_is_well()


def test_yes_and_no_at_once():
    operator = make_operator()
    payout = sent_payout(operator)

    def confirm() -> str:
        return confirm_payout(payout_id=payout.pk, bank_reference="FT1", actor=operator).status

    answers = at_once(*[confirm] * 6)

    assert sorted(answers) == ["PAYOUT_UNEXPECTED_STATE"] * 5 + ["paid"]

    def reject() -> str:
        return reject_payout(payout_id=payout.pk, reason="x", actor=operator).status

    assert sorted(at_once(*[reject] * 4)) == ["PAYOUT_UNEXPECTED_STATE"] * 3 + ["failed"]
    all_is_well()


def test_a_statement_and_the_whole_file_at_once():
    """The bank's lines have another order than the batch: concurrent confirmations do not deadlock."""
    operator = make_operator()
    for amount in range(500_000, 500_012):
        create_payout(payee_id=rich_payee(amount).pk)
    batch = make_batch(actor=operator)
    payouts = list(batch.payouts.order_by("-pk"))
    lines = [
        StatementLine(n, clock.now(), -payout.amount, payout.code, f"FT{n}", None, {})
        for n, payout in enumerate(payouts)
    ]
    answers = at_once(
        *[
            lambda: len(confirm_from_statement(lines=lines, actor=operator).confirmed),
            lambda: len(confirm_batch(batch_id=batch.pk, bank_reference="FT", actor=operator)),
        ]
        * 3
    )

    assert answers.count(12) == 1
    assert set(answers) <= {12, 0, "PAYOUT_UNEXPECTED_STATE"}
    assert set(batch.payouts.values_list("status", flat=True)) == {"paid"}
    all_is_well()
