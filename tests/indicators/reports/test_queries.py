"""Reports of a small market: figures and breakdowns of an area, with exact amounts."""

from datetime import date

import pytest

from core import clock
from indicators.areas import everywhere, of_unit
from indicators.figures import queries
from indicators.models import Definition
from indicators.reports import queries as reports
from orders.models import Order
from tests.factories import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("definitions")]
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def by_code(figures) -> dict[str, tuple]:
    return {f.definition.code: (f.value, f.numerator, f.denominator, f.previous) for f in figures}


def test_commune_figures_in_three_statements(units, market, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        report = reports.report(of_unit(units["30076"]), NOVEMBER)

    assert by_code(report.figures) == {
        "cashless_share_count": (6667, 2, 3, None),
        "cashless_share_value": (7500, 300_000, 400_000, None),
        "online_sales_value": (400_000, 400_000, None, 50_000),
        "pos_sales_value": (0, 0, None, None),
        "active_sellers": (2, 2, 3, 1),
    }
    assert (report.sales, report.reversals, report.samples, report.declared) == (3, 0, 0, 0)
    share, _by_value, value, counter, _sellers = report.figures
    assert (share.change, share.part, share.beyond_target) == (None, 6667, None)
    assert (share.is_new, value.is_new, counter.is_new) == (True, False, False)  # includes POS sales from November on
    assert value.change == 350_000


def test_province_and_overall_figures_agree(units, market) -> None:
    province = by_code(reports.figures(of_unit(units["82"]), NOVEMBER))

    assert province["cashless_share_count"][:3] == (5000, 2, 4)
    assert province == by_code(reports.figures(everywhere(), NOVEMBER))
    assert by_code(reports.figures(of_unit(units["79"]), NOVEMBER))["cashless_share_count"] == (None, 0, 0, None)


def test_refund_counts_in_its_own_month(units, sell, refund) -> None:
    seller = make_seller(unit=units["30076"])
    order = sell(seller, total=70_000)
    sell(seller, total=30_000, method="cash")
    this_month = clock.month_of(Order.objects.values_list("paid_at", flat=True)[0])
    refund(order)

    figures = by_code(reports.figures(of_unit(units["30076"]), this_month))
    assert figures["cashless_share_count"][:3] == (0, 0, 1)
    assert figures["online_sales_value"][0] == 30_000
    assert figures["active_sellers"][0] == 1


def test_report_uses_the_definition_of_its_month(units, market) -> None:
    new = Definition.objects.filter(code="cashless_share_count", effective_from=NOVEMBER)
    new.update(formula="cashless_value", name="Theo giá trị", target=8000, target_source="Kế hoạch thử")
    area = of_unit(units["30076"])

    november = reports.report(area, NOVEMBER).figures[0]
    assert (november.definition.name, november.value, november.previous) == ("Theo giá trị", 7500, None)
    assert november.beyond_target == -500
    assert reports.report(area, OCTOBER).figures[0].definition.name == "Tỷ lệ giao dịch không dùng tiền mặt"
    points = queries.trend(area, "cashless_share_count", NOVEMBER, months=3)
    assert [(p.month.month, p.value, p.target) for p in points] == [(9, None, None), (10, 0, None), (11, 7500, 8000)]


def test_breakdown_of_a_province_lists_communes(units, market, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        parts = reports.breakdown(of_unit(units["82"]), NOVEMBER)

    assert [(p.name, p.sales, p.figures["cashless_share_count"].value) for p in parts] == [
        ("Xã Mỹ Hiệp", 1, 0),
        ("Phường Mỹ Tho", 0, None),
        ("Xã Mỹ Thọ", 3, 6667),
    ]
    assert parts[2].figures["active_sellers"].denominator == 3


def test_overall_breakdown_lists_provinces(units, market) -> None:
    parts = reports.breakdown(everywhere(), NOVEMBER)

    assert [(p.name, p.sales) for p in parts] == [("Tỉnh Đồng Tháp", 4), ("Thành phố Hồ Chí Minh", 0)]


def test_breakdown_by_former_commune_is_kept(units, market) -> None:
    parts = reports.breakdown_by_old_commune(of_unit(units["30076"]), NOVEMBER)

    assert [(p.name, p.sales, p.figures["online_sales_value"].value) for p in parts] == [
        ("Xã Mỹ Xương", 2, 300_000),
        ("Chưa khai xã cũ", 1, 100_000),
    ]
