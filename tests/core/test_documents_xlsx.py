"""Workbooks: amounts are numbers, codes keep leading zeros, no executable formula."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook

from core.documents.table import Cell, Column, Kind, Table
from core.documents.xlsx import Sheet, workbook

COLUMNS = [
    Column("Số tài khoản", 20),
    Column("Số tiền", kind=Kind.DONG),
    Column("Ngày", kind=Kind.DAY),
    Column("Lúc", kind=Kind.MOMENT),
]


def read(rows: list[list[Cell]], **more) -> list[tuple]:
    content = workbook([Sheet("Sổ", Table(COLUMNS, rows, totals=more.pop("totals", None)), **more)])
    page = load_workbook(BytesIO(content)).worksheets[0]
    return list(page.iter_rows(values_only=True))


def test_cells_have_the_type_of_their_values() -> None:
    rows = read(
        [["0071001234567", 245_000, date(2026, 11, 1), datetime(2026, 11, 22, 9, 5, tzinfo=UTC)]],
        heading=["Bảng kê", "Tháng 11"],
        totals=["Cộng", 245_000, None, None],
        notes=["Hết"],
    )

    assert rows == [
        ("Bảng kê", None, None, None),
        ("Tháng 11", None, None, None),
        (None, None, None, None),
        ("Số tài khoản", "Số tiền", "Ngày", "Lúc"),
        ("0071001234567", 245_000, datetime(2026, 11, 1), datetime(2026, 11, 22, 16, 5)),
        ("Cộng", 245_000, None, None),
        (None, None, None, None),
        ("Hết", None, None, None),
    ]


def test_text_cells_are_never_formulas_or_numbers() -> None:
    bad = ["=1+1", "http://x.vn", "007", "a\x07b", "@SUM(A1)", "a\uffff\ufffeb"]
    content = workbook([Sheet("Sổ", Table([Column("x")], [[text] for text in bad]))])
    cells = [row[0] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(min_row=2)]

    assert [cell.value for cell in cells] == ["=1+1", "http://x.vn", "007", "a b", "@SUM(A1)", "a  b"]
    assert [cell.hyperlink for cell in cells] == [None] * 6


def test_formulas_are_stored_as_strings() -> None:
    content = workbook([Sheet("Sổ", Table([Column("x")], [["=1+1"]]))])
    page = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in page
    assert "=1+1" in page
