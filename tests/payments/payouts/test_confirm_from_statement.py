"""A bank statement confirms only payouts that it names by code and exact amount."""

from datetime import date, datetime

import pytest

from core import clock
from core.errors import Forbidden
from payments.bank.feeds.statement.file import StatementLine, read_statement
from payments.base.file_import.layouts import FIELDS, Layout
from payments.models import FileKind, Payout
from payments.payouts.services.confirm_from_statement import confirm_from_statement
from payments.payouts.services.create_payout import create_payout
from tests.factories import make_user
from tests.payments.payouts.helpers import make_operator, rich_payee, sent_payout, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_operator()


def line(content: str, amount: int, reference: str = "FT26331", row: int = 2) -> StatementLine:
    moment = datetime(2026, 11, 26, 23, 30, tzinfo=clock.VIETNAM)
    return StatementLine(row, moment, amount, content, reference, None, {})


def test_payouts_named_in_the_statement_are_paid(operator):
    first, second = sent_payout(operator, 500_000), sent_payout(operator, 300_000)
    reported = confirm_from_statement(
        lines=[
            line(f"cho xa {first.code.lower()}", -500_000),
            line(f"MBVCB.CHO XA {second.code[:8]} {second.code[8:]}", -300_000, "", 3),
            line("Phi SMS", -11_000),
            line("KHACH TRA TIEN", 900_000),
        ],
        actor=operator,
    )

    assert [payout.pk for payout in reported.confirmed] == [first.pk, second.pk]
    assert (reported.known, reported.doubts) == (0, [])
    assert list(Payout.objects.order_by("sequence").values_list("status", "bank_reference", "arrival_on")) == [
        ("paid", "FT26331", date(2026, 11, 26)),
        ("paid", "sao kê 26/11/2026 dòng 3", date(2026, 11, 26)),
    ]


def test_the_same_statement_again(operator):
    payout = sent_payout(operator)
    lines = [line(payout.code, -500_000)]
    confirm_from_statement(lines=lines, actor=operator)
    before = state()
    reported = confirm_from_statement(lines=lines, actor=operator)

    assert (reported.confirmed, reported.known, reported.doubts) == ([], 1, [])
    assert state() == before


@pytest.mark.parametrize("amount", [-499_999, -500_001])
def test_statement_line_of_another_amount_needs_a_decision(operator, amount):
    payout = sent_payout(operator, 500_000)
    before = state()
    reported = confirm_from_statement(lines=[line(payout.code, amount)], actor=operator)

    assert [(doubt.payout.pk, doubt.reason) for doubt in reported.doubts] == [(payout.pk, "amount")]
    assert state() == before


def test_incoming_line_confirms_nothing(operator):
    payout = sent_payout(operator, 500_000)
    before = state()
    assert confirm_from_statement(lines=[line(payout.code, 500_000)], actor=operator).confirmed == []
    assert state() == before


def test_payout_in_the_statement_that_was_not_sent_needs_a_decision(operator):
    payout = create_payout(payee_id=rich_payee().pk)
    reported = confirm_from_statement(lines=[line(payout.code, -500_000)], actor=operator)
    assert [doubt.reason for doubt in reported.doubts] == ["status"]


def test_statement_line_with_two_codes_needs_a_decision(operator):
    first, second = (sent_payout(operator, 500_000) for _ in range(2))
    reported = confirm_from_statement(lines=[line(f"{first.code} {second.code}", -500_000)], actor=operator)
    assert [doubt.reason for doubt in reported.doubts] == ["two_codes", "two_codes"]
    assert reported.confirmed == []


def test_two_lines_of_one_payout_confirm_it_once(operator):
    payout = sent_payout(operator)
    reported = confirm_from_statement(
        lines=[line(payout.code, -500_000), line(payout.code, -500_000, row=3)], actor=operator
    )
    assert ([p.pk for p in reported.confirmed], reported.known) == ([payout.pk], 1)


def test_only_the_operator_confirms_from_a_statement(operator):
    payout = sent_payout(operator)
    with pytest.raises(Forbidden):
        confirm_from_statement(lines=[line(payout.code, -500_000)], actor=make_user())
    payout.refresh_from_db()
    assert payout.status == "in_transit"


def test_statement_file_confirms_its_payouts(operator):
    payout = sent_payout(operator, 500_000)
    layout = Layout(
        kind=FileKind.BANK_STATEMENT,
        columns={"moment": ["Ngày"], "content": ["Nội dung"], "debit": ["Ghi nợ"], "bank_reference": ["Số GD"]},
        kinds=FIELDS[FileKind.BANK_STATEMENT],
    )
    file = f"Ngày,Số GD,Nội dung,Ghi nợ\n26/11/2026,FT9,CHO XA {payout.code},500000\n".encode()
    reported = confirm_from_statement(lines=read_statement(file, layout), actor=operator)
    assert [p.bank_reference for p in reported.confirmed] == ["FT9"]


def test_payout_sent_twice_by_the_bank_needs_a_decision(operator):
    payout = sent_payout(operator, 500_000)
    twice = [line(payout.code, -500_000, "FT1"), line(payout.code, -500_000, "FT2", 3)]
    reported = confirm_from_statement(lines=twice, actor=operator)

    assert ([paid.pk for paid in reported.confirmed], reported.known) == ([payout.pk], 0)
    assert [(doubt.line.row, doubt.payout.pk, doubt.reason) for doubt in reported.doubts] == [(3, payout.pk, "twice")]
    again = confirm_from_statement(lines=twice, actor=operator)
    assert (again.confirmed, again.known, [doubt.line.row for doubt in again.doubts]) == ([], 1, [3])
