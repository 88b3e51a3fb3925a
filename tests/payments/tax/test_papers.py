"""The files: numbers as numbers, codes as text, nothing that runs, the form's own columns, the mark of a reference."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine

from payments.tax import papers
from payments.tax.monthly import month_of
from payments.tax.papers import Issuer
from payments.tax.tax_due import outstanding
from payments.tax.yearly import certificate, months_of, sellers_of, years
from payments.tax_rules.withholding import Sale
from tests.payments.tax.helpers import at, cooperative, household, reverse_sale, sell

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
ISSUER = Issuer("Chợ Xã", "HTX Vận hành", "1400000001", "ấp Mỹ Thới, xã Mỹ Thọ")


@pytest.fixture
def sen():
    payee = household("=HYPERLINK(1)", "082093001234", "+Lê Thị Sen")
    sell(payee, at(2026, 10, 9, 9), [Sale("goods", 100_000), Sale("transport", 20_000), Sale("exempt", 5_000, "KB 1")])
    return payee


def cells(data: bytes, sheet: str) -> list[list]:
    book = openpyxl.load_workbook(BytesIO(data))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def book_of(month: date) -> bytes:
    return papers.month_workbook(month_of(month), outstanding(month), ISSUER)


def test_the_list_has_the_forms_columns_and_nothing_runs(sen) -> None:
    data = book_of(OCTOBER)
    rows = cells(data, "01-1 BK-CNKD-TMĐT")
    head = next(nth for nth, row in enumerate(rows) if row[0] == "STT\n(01)")
    assert [title.splitlines()[-1] for title in rows[head]] == [
        *(f"({number:02d})" for number in range(1, 12)),
        "(12) = (10) + (11)",
    ]
    assert rows[head + 1] == [
        1, "Chợ Xã", sen.pk, "=HYPERLINK(1)", "+Lê Thị Sen", "082093001234", "[ ]", "01 Hàng hóa", 100_000, 1_000, 500,
        1_500,
    ]  # fmt: skip
    assert rows[head + 2][7:] == ["03 Vận tải, dịch vụ có gắn với hàng hóa", 20_000, 600, 300, 900]
    assert rows[head + 3][8:] == [120_000, 1_600, 800, 2_400]
    assert rows[0][0].startswith("Bảng kê chi tiết số thuế đã khấu trừ")
    assert rows[1][0].split(" · ") == [
        "Mẫu số 01-1/BK-CNKD-TMĐT", "Nghị định 252/2026/NĐ-CP; Thông tư 89/2026/TT-BTC", "Mẫu tham khảo",
        "Bản thử, không có giá trị",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(BytesIO(data))["01-1 BK-CNKD-TMĐT"]
    kinds = [cell.data_type for cell in sheet[head + 2]]
    assert kinds == ["n", "s", "s", "s", "s", "s", "s", "s", "n", "n", "n", "n"]


def test_the_summary_the_annex_and_the_payment_list(sen) -> None:
    data = book_of(OCTOBER)
    summary = {row[0]: row[1:] for row in cells(data, "01 CNKD-TMĐT") if str(row[0]).startswith("[")}
    assert summary == {
        "[09]": ["Hàng hóa", 100_000, 1_000, 500, 1_500],
        "[10]": ["Dịch vụ", 0, 0, 0, 0],
        "[11]": ["Vận tải, dịch vụ có gắn với hàng hóa", 20_000, 600, 300, 900],
        "[12]": ["Không xác định được là hàng hóa hay dịch vụ", 0, 0, 0, 0],
        "[13]": ["Tổng cộng", 120_000, 1_600, 800, 2_400],
    }
    annex = cells(data, "Miễn thuế")
    assert [sen.pk, "+Lê Thị Sen", "082093001234", "KB 1", 5_000] in annex
    payments = [row for row in cells(data, "01 BKNT-TMĐT") if isinstance(row[0], int)]
    assert payments == [
        [1, "082093001234", "+Lê Thị Sen", "1701 – Thuế GTGT", 1_600],
        [2, "082093001234", "+Lê Thị Sen", "1003 – Thuế TNCN", 800],
    ]


def test_a_month_before_july_2026_has_its_own_legal_basis() -> None:
    sell(household(), at(2026, 6, 30, 9), [Sale("goods", 100_000)])
    rows = cells(book_of(date(2026, 6, 1)), "01 CNKD-TMĐT")
    assert rows[1][0].startswith("Mẫu số 01/CNKD-TMĐT · Nghị định 117/2025/NĐ-CP · Mẫu tham khảo")


def test_no_annex_where_nothing_is_exempt_and_an_empty_month_is_still_a_paper() -> None:
    data = book_of(OCTOBER)
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames == ["01 CNKD-TMĐT", "01-1 BK-CNKD-TMĐT", "01 BKNT-TMĐT"]
    assert papers.month_paper(month_of(OCTOBER), outstanding(OCTOBER), ISSUER).startswith(b"%PDF")


def test_the_certificate_of_a_year(sen) -> None:
    sold = sell(sen, at(2026, 12, 31, 23, 30), [Sale("goods", 60_000)])
    reverse_sale(sold, at(2027, 1, 1, 0, 30), 10_000)
    with time_machine.travel(at(2026, 12, 31, 23, 59), tick=False):
        paper = certificate(sen.pk, 2026)
        assert not paper.is_final
    with time_machine.travel(at(2027, 1, 5, 8), tick=False):
        paper = certificate(sen.pk, 2026)
        assert paper.is_final
        assert years() == [2027, 2026]
        data = papers.certificate_workbook(paper, ISSUER)
    lines = {row[0]: row[1:] for row in cells(data, "01 CTKT-TMĐT") if str(row[0]).startswith("[")}
    assert lines["[11]"] == ["Hàng hóa", 160_000, 1_600, 800, 2_400]
    assert lines["[13]"] == ["Vận tải, dịch vụ có gắn với hàng hóa", 20_000, 600, 300, 900]
    assert lines["[15]"] == ["Tổng cộng", 180_000, 2_200, 1_100, 3_300]
    assert [sen.pk, "+Lê Thị Sen", "082093001234", "KB 1", 5_000] in cells(data, "Miễn thuế")
    assert papers.certificate_paper(paper, ISSUER).startswith(b"%PDF")
    assert [(reported.month, reported.sums.tax, reported.exempt) for reported in months_of(sen.pk)] == [
        (date(2027, 1, 1), -150, 0),
        (date(2026, 12, 1), 900, 0),
        (date(2026, 10, 1), 2_400, 5_000),
    ]
    assert [(line.payee_id, line.sums.tax) for line in sellers_of(2026)] == [(sen.pk, 3_300)]


def test_seller_without_sales_has_no_certificate() -> None:
    assert certificate(cooperative().pk, 2026) is None
    assert certificate("acct_nobody", 2026) is None
