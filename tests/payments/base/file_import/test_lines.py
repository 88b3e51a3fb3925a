"""Rows around the lines of a table are skipped; rows between them, or rows that may be lines, are not."""

from datetime import datetime
from typing import Any

import pytest

from payments.bank.feeds.statement.file import read_statement
from payments.base.file_import.reader import FileRefused, read
from tests.payments.reconciliation.files import as_csv, as_xlsx, bank

HEAD = ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"]
FIRST = ["22/11/2026", "FT1", "", "300.000", "1.300.000", "CHOXA ABC"]
SECOND = ["23/11/2026", "FT2", "200.000", "-", "1.100.000", "tra tien"]
BOTH = [("FT1", 300_000), ("FT2", -200_000)]

BELOW = {
    "printed on": ["Ngày in: 30/11/2026 08:15"],
    "printed on, right": ["", "", "", "Đồng Tháp, ngày 30 tháng 11 năm 2026"],
    "signatures": ["Người lập", "", "Kiểm soát viên", "", "Giám đốc"],
    "page": ["Trang 1/1"],
    "note": ["(*) Sao kê này được in từ hệ thống của ngân hàng."],
    "total": ["Tổng cộng", "", "200.000", "300.000"],
    "total in the content": ["", "", "200.000", "300.000", "", "Tổng cộng:"],
    "total in brackets": ["TONG SO PHAT SINH (VND)", "", "200.000", "300.000"],
    "movements": ["Phát sinh trong kỳ", "", "200.000", "300.000"],
    "balance": ["Số dư cuối kỳ / Closing balance", "", "", "", "1.100.000"],
    "balance with its day": ["30/11/2026", "", "", "", "1.100.000", "Số dư cuối kỳ"],
    "balance with noughts": ["30/11/2026", "", "0", "0.00", "1.100.000", "SO DU CUOI NGAY"],
    "total of Excel": ["Cộng", None, 200_000, 300_000.0],
}


def read_two(rows: list[list]) -> list[tuple[str, int]]:
    return [(line.bank_reference, line.amount) for line in read_statement(as_xlsx(rows), bank())]


@pytest.mark.parametrize("row", BELOW.values(), ids=BELOW)
def test_text_below_the_lines_is_skipped(row):
    assert read_two([HEAD, FIRST, SECOND, [], row]) == BOTH
    assert read(as_xlsx([HEAD, FIRST, SECOND, row]), bank()).skipped == 1


@pytest.mark.parametrize(
    "row",
    [
        ["Date", "Reference", "Debit", "Credit", "Balance", "Details"],
        ["Số dư đầu kỳ", "", "", "", "1.000.000"],
        ["01/11/2026", "", "", "", "1.000.000", "Số dư đầu kỳ"],
        ["(Đơn vị: đồng)"],
    ],
    ids=["English headings", "balance", "balance with its day", "unit"],
)
def test_text_above_the_lines_is_skipped(row):
    assert read_two([["NGÂN HÀNG"], HEAD, row, FIRST, SECOND]) == BOTH


@pytest.mark.parametrize("row", [HEAD, ["Trang 1/2"], ["Cộng trang", "", "200.000", "300.000"]])
def test_a_page_break_is_passed_over(row):
    assert read_two([HEAD, FIRST, row, SECOND]) == BOTH


def test_headings_of_two_lines_are_known_again_on_the_next_page():
    head = [
        "Ngày giao dịch\nDate",
        "Số tham chiếu\nRef",
        "Ghi nợ\nDebit",
        "Ghi có\nCredit",
        "Số dư",
        "Nội dung\nDetails",
    ]
    assert read_two([head, FIRST, head, SECOND]) == BOTH


@pytest.mark.parametrize(
    "rows",
    [
        [["Số tài khoản: 0071000999999"], HEAD],
        [["Date", "Reference", "Credit", "Debit", "Balance", "Details"]],
        [["Ngày giao dịch", "Số tham chiếu", "Ghi có", "Ghi nợ", "Số dư", "Nội dung"]],
    ],
    ids=["another account", "other headings", "the columns exchanged"],
)
def test_a_second_table_is_refused(rows):
    with pytest.raises(FileRefused) as caught:
        read(as_csv([HEAD, FIRST, *rows, SECOND]), bank())
    assert [str(problem) for problem in caught.value.problems] == [
        "Dòng 3: không phải dòng giao dịch. Mỗi tệp chỉ nhận một bảng."
    ]


@pytest.mark.parametrize(
    ("row", "reported"),
    [
        (["31/1"], "“31/1” không phải ngày giờ"),  # a download that broke off
        (["hôm qua", "FT2", "", "5.000", "", "A"], "“hôm qua” không phải ngày giờ"),
        (
            ["", "FT2", "", "5.000", "", "A"],
            "“Ngày giao dịch”: để trống",
        ),  # the day in a cell merged with the one above
        (["", "", "", "5.000", "", "CONG TY TNHH XOAI chuyen tien"], "“Ngày giao dịch”: để trống"),
        (["", "", "", "5.000", "", "TONG CONG TY LUONG THUC"], "“Ngày giao dịch”: để trống"),
        (["", "TONG CONG TY", "", "5.000", "", "A"], "“Ngày giao dịch”: để trống"),
        (["23/11/2026", "", "", "5.000", "", "Tổng cộng"], None),
        (["23/11/2026", "", "", "5.000", "", "Số dư cuối kỳ"], None),
        (["23/11/2026", "FT2", "", "", "", "A"], "không có số tiền"),
    ],
)
def test_possible_line_is_never_skipped(row, reported):
    if reported is None:
        assert [line.amount for line in read_statement(as_csv([HEAD, FIRST, row]), bank())] == [300_000, 5_000]
        return
    with pytest.raises(FileRefused, match=reported):
        read_statement(as_csv([HEAD, FIRST, row]), bank())


def test_dates_of_excel_and_dates_as_text_are_equal():
    rows: list[list[Any]] = [
        [datetime(2026, 11, 2), *FIRST[1:]],
        ["03/11/2026", *SECOND[1:]],
        ["4-11-2026", *SECOND[1:]],
    ]
    table = read(as_xlsx([HEAD, *rows]), bank())
    assert [f"{row.moments['moment']:%d/%m}" for row in table.rows] == ["02/11", "03/11", "04/11"]


def test_days_that_excel_exchanged_with_months_are_refused():
    rows: list[list[Any]] = [
        [datetime(2026, 2, 11), *FIRST[1:]],
        ["13/11/2026", *SECOND[1:]],
    ]  # 2 November, 13 November
    with pytest.raises(FileRefused, match="Excel đã đổi ngày và tháng"):
        read(as_xlsx([HEAD, *rows]), bank())
