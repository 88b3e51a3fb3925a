"""A payee's monthly statement: its opening and closing balances are the ledger's, to the đồng."""

from datetime import date, datetime

import pytest
import time_machine
from django.db.models import Sum

from core import clock
from payments.connected_accounts import statements
from payments.connected_accounts.services.release_transfer import release_transfer
from payments.intents.services.record_cash import record_cash
from payments.ledger import chart
from payments.models import CommissionRule, LedgerEntry, Payee
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.reject_payout import reject_payout
from payments.refunds.services.create_refund import create_refund
from tests.payments.payouts.helpers import earn, make_operator, make_payee

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


def at(day: int, month: int = 11, hour: int = 9) -> time_machine.travel:
    return time_machine.travel(datetime(2026, month, day, hour, tzinfo=clock.VIETNAM), tick=False)


def owed_before(payee: Payee, month: date) -> int:
    """What the ledger held for the payee when the month began."""
    entries = LedgerEntry.objects.filter(
        account__payee=payee,
        account__code__in=[chart.PAYEE_PENDING, chart.PAYEE_AVAILABLE],
        transaction__created_at__lt=clock.month_span(month)[0],
    )
    return -(entries.aggregate(sum=Sum("amount"))["sum"] or 0)


@pytest.fixture
def payee() -> Payee:
    """A household with 5 % commission: a taxed sale, a refund, a paid payout and a failed one."""
    CommissionRule.objects.update(basis_points=500)
    with at(20, 10):
        payee = make_payee()
        Payee.objects.filter(pk=payee.pk).update(business_type="individual")
        first = earn(payee, 200_000, released=False)
    with at(31, 10, hour=23):
        release_transfer(transfer_id=first.pk)
    with at(1, hour=0):
        sale = earn(payee, 100_000, released=False)
    with at(2):
        create_refund(
            intent_id=sale.intent_id, amount=40_000, reason="buyer_asked", reference=sale.reference,
            reverse_transfer=True, refund_application_fee=True,
        )  # fmt: skip
        release_transfer(transfer_id=sale.pk)
        record_cash(payee_id=payee.pk, amount=30_000, reference="TIEN-MAT-1")
    with at(9):
        cancel_payout(payout_id=create_payout(payee_id=payee.pk, amount=50_000).pk)
        sent = create_payout(payee_id=payee.pk)
    with at(10):
        operator = make_operator()
        make_batch(actor=operator)
        reject_payout(payout_id=sent.pk, reason="Sai tên", actor=operator)
        create_payout(payee_id=payee.pk, amount=100_000)
    return payee


def test_the_lines_of_a_month(payee):
    reported = statements.month_of(payee.pk, NOVEMBER)

    # Unidentified sales: 5 % VAT and 2 % PIT; 5 % commission. 200.000 left 176.000, 60.000 left 52.800.
    assert [(line.type, line.amount, line.commission, line.tax, line.net, line.balance) for line in reported.lines] == [
        ("payment", 100_000, 5_000, 7_000, 88_000, 264_000),
        ("payment_refund", -40_000, -2_000, -2_800, -35_200, 228_800),
        ("payout", -50_000, 0, 0, -50_000, 178_800),
        ("payout_cancel", 50_000, 0, 0, 50_000, 228_800),
        ("payout", -228_800, 0, 0, -228_800, 0),
        ("payout_failure", 228_800, 0, 0, 228_800, 228_800),
        ("payout", -100_000, 0, 0, -100_000, 128_800),
    ]
    assert (reported.opening, reported.closing) == (176_000, 128_800)
    assert reported.first_month == OCTOBER
    assert reported.lines[0].available_on == datetime(2026, 11, 2, 9, tzinfo=clock.VIETNAM)


def test_the_sums_of_a_month(payee):
    reported = statements.month_of(payee.pk, NOVEMBER)

    assert (reported.sales, reported.sold, reported.reversed, reported.commission, reported.tax) == (
        1,
        100_000,
        40_000,
        3_000,
        4_200,
    )
    assert (reported.sent, reported.returned, reported.other) == (378_800, 278_800, 0)


def test_months_follow_each_other_and_the_ledger(payee):
    reported = [statements.month_of(payee.pk, month) for month in (OCTOBER, NOVEMBER, DECEMBER)]

    assert [month.opening for month in reported] == [0, 176_000, 128_800]
    assert [month.closing for month in reported] == [176_000, 128_800, 128_800]
    assert [month.opening for month in reported] == [owed_before(payee, m) for m in (OCTOBER, NOVEMBER, DECEMBER)]
    assert reported[2].lines == []


def test_a_month_begins_at_midnight_in_viet_nam(payee):
    """The sale of 0.00 on the first is of that month, though in UTC it is still the last of the month before."""
    october = statements.month_of(payee.pk, OCTOBER)

    assert [line.amount for line in october.lines] == [200_000]


def test_payments_collected_by_the_payee_are_listed_separately(payee):
    (own,) = statements.own_money(payee.pk, NOVEMBER)

    assert (own.method, own.amount, own.reference) == ("cash", 30_000, "TIEN-MAT-1")
    assert statements.own_money(payee.pk, OCTOBER) == []


def test_statement_shows_the_held_amount(payee):
    waiting = earn(payee, 100_000, released=False)
    gone = earn(payee, 100_000, released=False)
    create_refund(
        intent_id=gone.intent_id, amount=100_000, reason="buyer_asked", reference=gone.reference,
        reverse_transfer=True, refund_application_fee=True,
    )  # fmt: skip

    assert statements.on_hold(payee.pk) == {waiting.reference: 88_000}


def test_new_payee_has_an_empty_statement():
    reported = statements.month_of(make_payee().pk, NOVEMBER)

    assert (reported.opening, reported.closing, reported.lines, reported.first_month) == (0, 0, [], None)


def test_its_statements_are_counted(payee, django_assert_num_queries):
    with django_assert_num_queries(2):
        statements.month_of(payee.pk, NOVEMBER)
    with django_assert_num_queries(1):
        statements.on_hold(payee.pk)
    with django_assert_num_queries(1):
        statements.own_money(payee.pk, NOVEMBER)
