"""Headings as banks write them: in two rows, in two languages, two facts over one cell."""

import pytest

from core.file_import.parsers import moment_and_text
from payments.bank.feeds.statement.file import read_statement
from payments.base.file_import.reader import FileRefused
from tests.payments.reconciliation.files import as_csv, as_xlsx, bank

COLUMNS = {
    "bank_reference": ["Số CT", "Doc No"],
    "moment": ["Ngày", "TNX Date"],
    "credit": ["Có", "Credit"],
    "debit": ["Nợ", "Debit"],
    "content": ["Nội dung"],
}
LINE = ["31/10/2026", "5000.1", "", "99,000", "A"]
MERGED = [["Ngày", "Số CT", "Phát sinh", None, "Nội dung"], [None, None, "Nợ", "Có", None]]
ENGLISH = [["Ngày", "Số CT", "Ghi", "Ghi", "Nội dung"], ["TNX Date", "Doc No", "Debit", "Credit", "Details"]]


def facts(rows: list[list]) -> list[tuple[str, str, int]]:
    lines = read_statement(as_xlsx(rows), bank(COLUMNS))
    return [(f"{line.moment:%d/%m/%Y %H:%M}", line.bank_reference, line.amount) for line in lines]


@pytest.mark.parametrize("head", [MERGED, ENGLISH], ids=["merged cells", "two languages"])
def test_headings_in_two_rows_are_read_together(head):
    other = ["01/11/2026", "5000.2", "1,000", "", "B"]
    assert facts([["NGÂN HÀNG"], *head, LINE, *head, other]) == [
        ("31/10/2026 00:00", "5000.1", 99_000), ("01/11/2026 00:00", "5000.2", -1_000),
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["Ngày/\nTNX Date / Số CT/\nDoc No", "Ngày / Số CT", "Số CT\nNgày"])
@pytest.mark.parametrize(
    ("cell", "moment", "reference"),
    [
        ("31/10/2026\n5000.10001", "31/10/2026 00:00", "5000.10001"),
        ("31/10/2026\r\n09:15:00\r\n5000 - 10001", "31/10/2026 09:15", "5000 - 10001"),
        ("31/10/2026 5000.10001", "31/10/2026 00:00", "5000.10001"),
        ("31/10/2026", "31/10/2026 00:00", ""),
    ],
)
def test_two_facts_in_one_cell_are_separated(head, cell, moment, reference):
    assert facts([[head, "Nợ", "Có", "Nội dung"], [cell, "", "99,000", "A"]]) == [(moment, reference, 99_000)]


def test_a_number_with_a_column_of_its_own_is_read_there():
    head = ["Ngày / Số CT", "Số CT", "Có", "Nội dung"]
    assert facts([head, ["31/10/2026", "5000.1", "99,000", "A"]]) == [("31/10/2026 00:00", "5000.1", 99_000)]


@pytest.mark.parametrize("cell", ["5000.10001\n31/10/2026", "5000.10001", "32/10/2026\n5000"])
def test_a_cell_that_does_not_begin_with_its_day_is_refused(cell):
    with pytest.raises(ValueError, match="không phải ngày giờ"):
        moment_and_text(cell, ["%d/%m/%Y"])
    with pytest.raises(FileRefused, match="không phải ngày giờ"):
        read_statement(as_csv([["Ngày / Số CT", "Có", "Nội dung"], [cell, "99,000", "A"]]), bank(COLUMNS))
