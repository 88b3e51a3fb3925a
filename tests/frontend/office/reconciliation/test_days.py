"""Reconciliation by day: our amounts, VNPay's and the bank's; a day's differences; open tasks."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from payments.models import SettlementLine
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.reconciliation.conftest import line, yesterday

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/ngay/"


def plain(answer) -> str:
    return text_of(answer).replace("\xa0", " ")


@pytest.fixture
def two_days(paid, take_file):
    """Yesterday with a file: one line agrees, one differs; the day before with a payment that is in no file; today
    without a file.
    """
    before = yesterday() - timedelta(days=1)
    lost, good, less = paid(70_000, before), paid(300_000), paid(50_000)
    paid(20_000, clock.today())
    take_file(
        line("KHONGCO", 9_000, day=before), line(good.reference, 300_000, fee=3_300), line(less.reference, 49_000)
    )
    return lost, good, less


def test_month_without_payments_shows_an_empty_state(client_as) -> None:
    page = text_of(client_as("operator").get(URL, {"thang": "2025-07"}))
    assert "Tháng này chưa có giao dịch nào để đối soát." in page
    assert "Chưa nhập tệp nào của VNPay." in page


def test_month_lists_its_days_with_totals(two_days, client_as) -> None:
    page = plain(client_as("operator").get(URL, {"thang": f"{yesterday():%Y-%m}"}))
    assert "1 chênh lệch −1.000 đ 350.000 đ 2 349.000 đ 2 – – 3.300 đ 345.700 đ" in page


def test_today_is_shown_without_a_file(two_days, client_as) -> None:
    page = plain(client_as("operator").get(URL, {"thang": f"{clock.today():%Y-%m}"}))
    assert "chưa có tệp" in page


def test_day_lists_its_differences(two_days, client_as) -> None:
    lost, _good, less = two_days
    client = client_as("operator")
    page = plain(client.get(reverse("office:money-day", args=[yesterday()])))
    assert "Lệch (VNPay − sàn) −1.000 đ" in page
    assert less.reference in page
    assert "VNPay đã thu 49.000 đ Sàn 50.000 đ, đã thu" in page

    before = plain(client.get(reverse("office:money-day", args=[yesterday() - timedelta(days=1)])))
    assert lost.reference in before
    assert "Sàn có, VNPay không có chờ quyết định" in before
    assert "KHONGCO" in before
    assert "VNPay đã thu 9.000 đ Sàn không có mã này" in before


def test_day_without_differences_is_marked(paid, take_file, client_as) -> None:
    take_file(line(paid().reference, 300_000))
    page = plain(client_as("operator").get(reverse("office:money-day", args=[yesterday()])))
    assert "Không có gì cần xem: mọi dòng của ngày này khớp." in page
    assert "khớp" in page


def test_day_without_a_file_is_marked(client_as) -> None:
    assert "Chưa có tệp để so." in text_of(client_as("operator").get(reverse("office:money-day", args=[clock.today()])))


@pytest.mark.parametrize("day", ["2026-02-31", "2099-01-01", "hom-nay"])
def test_invalid_day_is_not_found(client_as, day: str) -> None:
    assert client_as("operator").get(f"{URL}{day}/").status_code == 404


def test_all_open_differences_are_listed(two_days, client_as, monkeypatch) -> None:
    lost, _good, less = two_days
    client = client_as("operator")
    page = plain(client.get("/co-quan/doi-soat/chenh-lech/"))
    assert page.index("KHONGCO") < page.index(less.reference)
    assert lost.reference in page
    overview = plain(client.get("/co-quan/doi-soat/"))
    assert "2 · Chênh lệch với VNPay" in overview
    assert "1 · Khoản VNPay chưa quyết toán" in overview

    monkeypatch.setattr("frontend.office.reconciliation.days.SHOWN", 1)
    assert "Đang hiện 1 dòng đầu" in plain(client.get("/co-quan/doi-soat/chenh-lech/"))
    SettlementLine.objects.filter(decided_at=None).exclude(difference="").update(
        decided_at=clock.now(), outcome="nothing", decision="x"
    )


def test_page_without_differences_shows_an_empty_state(client_as) -> None:
    page = text_of(client_as("operator").get("/co-quan/doi-soat/chenh-lech/"))
    assert "Không có gì cần xem: sàn và VNPay khớp." in page


@pytest.mark.parametrize("path", ["ngay/", "ngay/2026-11-22/", "chenh-lech/"])
def test_other_roles_are_refused(units, client_as, path: str) -> None:
    for role in ("commune", "province", "buyer"):
        assert client_as(role).get(f"/co-quan/doi-soat/{path}").status_code == 403
