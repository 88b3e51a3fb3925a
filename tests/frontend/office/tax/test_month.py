"""Withheld tax by month: next step, declared and paid, files, certificates."""

from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.test import Client

from payments.models import TaxFiling, TaxRate
from payments.tax_rules.withholding import Sale
from tests.factories import make_officer, make_seller
from tests.frontend.office.figures.test_overview import text_of
from tests.papers import words
from tests.payments.tax.helpers import at, household, reverse_sale, sell

pytestmark = pytest.mark.django_db
URL = "/co-quan/thue/"


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(make_officer("operator"))
    return client


@pytest.fixture
def october():
    """Two households' sales in October, seen on 5 November 2026."""
    sen, mai = household(), household("Hộ mẫu Mai", "", "Trần Thị Mai")
    sold = sell(sen, at(2026, 10, 9, 9), [Sale("goods", 100_000), Sale("exempt", 30_000, "Khai báo 3")])
    sell(mai, at(2026, 10, 10, 9), [Sale("service", 200_000)])
    with time_machine.travel(at(2026, 11, 5, 9), tick=False):
        yield sen, mai, sold


def test_months_are_listed_with_the_next_deadline(operator, october, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        page = text_of(operator.get(URL))
    assert "Việc kế tiếp: tháng 10/2026, hạn 20/11/2026." in page
    assert "chờ kê khai" in page
    assert "300.000 đ" in page
    assert "30.000 đ" in page
    assert "1,0%" in page
    with time_machine.travel(at(2026, 11, 21, 9), tick=False):
        assert "chờ kê khai, quá hạn" in text_of(operator.get(URL))


def test_month_is_declared_then_paid(operator, october, django_assert_max_num_queries) -> None:
    url = f"{URL}2026-10/"
    with django_assert_max_num_queries(12):
        page = text_of(operator.get(url))
    assert "1 người bán chưa có mã số thuế" in page
    assert "Hộ mẫu Mai." in page
    assert "Khai báo 3" in page
    refused = operator.post(f"{url}ke-khai", {"filed_on": "2026-11-05", "reference": " "})
    assert (refused.status_code, TaxFiling.objects.count()) == (422, 0)
    refused = operator.post(f"{url}ke-khai", {"filed_on": "2026-10-31", "reference": "113202600"})
    assert "phải sau tháng kê khai" in text_of(refused)

    page = text_of(operator.post(f"{url}ke-khai", {"filed_on": "2026-11-05", "reference": "113202600"}, follow=True))
    assert "Đã ghi: tờ khai tháng 10/2026 đã nộp." in page
    assert "Phải nộp 15.500 đ: GTGT 11.000 đ (tiểu mục 1701), TNCN 4.500 đ" in page
    refused = operator.post(f"{url}nop-tien", {"paid_on": "2026-11-06", "reference": "CT-1"})
    assert (refused.status_code, TaxFiling.objects.get().paid_on) == (422, None)

    page = text_of(operator.post(f"{url}nop-tien", {"paid_on": "2026-11-05", "reference": "CT-1"}, follow=True))
    assert "Đã ghi: tiền thuế tháng 10/2026 đã nộp." in page
    assert "đã nộp tiền" in text_of(operator.get(URL))
    assert (TaxFiling.objects.get().paid_vat, TaxFiling.objects.get().paid_pit) == (11_000, 4_500)


def test_current_month_below_zero_cannot_be_declared(operator, october) -> None:
    _sen, _mai, sold = october
    reverse_sale(sold, at(2026, 11, 4, 9))
    page = text_of(operator.get(f"{URL}2026-11/"))
    assert "−100.000 đ" in page
    assert "Tháng chưa hết" in page
    assert operator.post(f"{URL}2026-11/ke-khai", {"filed_on": "2026-11-05", "reference": "X"}).status_code == 422


def test_month_is_downloaded_as_xlsx_and_pdf(operator, october) -> None:
    book = operator.get(f"{URL}2026-10.xlsx")
    assert book["Content-Disposition"] == 'attachment; filename="thue-khau-tru-2026-10.xlsx"'
    assert openpyxl.load_workbook(BytesIO(book.content)).sheetnames == [
        "01 CNKD-TMĐT", "01-1 BK-CNKD-TMĐT", "Miễn thuế", "01 BKNT-TMĐT",
    ]  # fmt: skip
    paper = " ".join(words(operator.get(f"{URL}2026-10.pdf").content))
    for shown in ("01/CNKD-TMĐT", "Mẫu tham khảo", "[13]", "300.000", "082093001234", "1701"):
        assert shown in paper


def test_year_lists_certificates_of_sellers(operator, october, django_assert_max_num_queries) -> None:
    sen, _mai, _sold = october
    with django_assert_max_num_queries(12):
        page = text_of(operator.get(f"{URL}nam/2026/"))
    assert "Hộ mẫu Mai" in page
    assert "thiếu" in page
    paper = " ".join(words(operator.get(f"{URL}nam/2026/{sen.pk}.pdf").content))
    for shown in ("01/CTKT-TMĐT", "Lê Thị Sen", "chưa hết năm", "1.500"):
        assert shown in paper
    assert operator.get(f"{URL}nam/2026/{sen.pk}.xlsx").status_code == 200
    for gone in ("nam/2025/", f"nam/2025/{sen.pk}.pdf", "nam/2026/acct_nobody.pdf", "2026-12/", "2025-06/", "26-1/"):
        assert operator.get(f"{URL}{gone}").status_code == 404


def test_market_without_taxed_sales_shows_an_empty_state(operator) -> None:
    with time_machine.travel(at(2026, 11, 5, 9), tick=False):
        assert "đang phát sinh" in text_of(operator.get(URL))
        assert "Tháng này chưa khấu trừ thuế của ai." in text_of(operator.get(f"{URL}2026-11/"))
        assert "Năm này chưa khấu trừ thuế của ai." in text_of(operator.get(f"{URL}nam/2026/"))


def test_category_without_a_rate_is_listed(operator) -> None:
    TaxRate.objects.filter(collector="platform", category="service", effective_to=None).delete()
    with time_machine.travel(at(2026, 11, 5, 9), tick=False):
        page = text_of(operator.get(URL))
    assert "Hôm nay không có mức thuế, nên không khấu trừ được, cho: Dịch vụ." in page


def test_other_roles_are_refused(october, client_as) -> None:
    sen, _mai, _sold = october
    for role in ("commune", "province", "buyer"):
        browser = client_as(role)
        for path in ("", "2026-10/", "2026-10.xlsx", "2026-10.pdf", "nam/2026/", f"nam/2026/{sen.pk}.pdf"):
            assert browser.get(f"{URL}{path}").status_code == 403
        for path in ("2026-10/ke-khai", "2026-10/nop-tien"):
            assert browser.post(f"{URL}{path}", {"reference": "X"}).status_code == 403
    assert not TaxFiling.objects.exists()


def test_contract_and_missing_tax_code_are_recorded(units, client_as) -> None:
    seller = make_seller(unit=units["30076"], name="Hộ mẫu Sen", kind="household")
    url = f"/co-quan/xac-minh/nguoi-ban/{seller.pk}/"
    operator, officer = client_as("operator"), client_as("commune")
    assert "Hợp đồng ủy quyền thu hộ" in text_of(operator.get(url))
    assert "Hợp đồng ủy quyền thu hộ" not in text_of(officer.get(url))
    assert officer.post(f"{url}hop-dong", {"number": "12", "signed_on": "2026-06-03"}).status_code == 403
    refused = operator.post(f"{url}hop-dong", {"number": "12", "signed_on": "2199-06-03"})
    assert (refused.status_code, "không thể sau hôm nay" in text_of(refused)) == (422, True)
    page = text_of(operator.post(f"{url}hop-dong", {"number": "HĐ 12/2026", "signed_on": "2026-06-03"}, follow=True))
    assert "HĐ 12/2026, ký ngày 03/06/2026" in page
    assert "Ghi hợp đồng ủy quyền thu hộ" in page

    refused = officer.post(f"{url}ma-so-thue", {"tax_code": "123"})
    assert (refused.status_code, "10 hoặc 13 chữ số" in text_of(refused)) == (422, True)
    page = text_of(officer.post(f"{url}ma-so-thue", {"tax_code": "082 093 001234"}, follow=True))
    assert "Đã ghi mã số thuế của Hộ mẫu Sen." in page
    seller.refresh_from_db()
    assert seller.tax_code == "082093001234"
    assert officer.post(f"{url}ma-so-thue", {"tax_code": "082093001235"}).status_code == 422
    assert client_as("commune", "30112").post(f"{url}ma-so-thue", {"tax_code": "082093001235"}).status_code == 404
