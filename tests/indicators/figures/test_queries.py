"""Figures, trends, parts and rows of a small market, to the đồng."""

from datetime import UTC, date, datetime

import pytest

from cooperatives.models import Seller
from core import clock
from core.errors import NotFound
from indicators.areas import everywhere, of_unit
from indicators.definitions.queries import definition_of
from indicators.figures import queries
from indicators.models import Definition
from indicators.reports import queries as reports
from orders.models import Order
from tests.factories import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("definitions")]
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 3, tzinfo=UTC)


@pytest.fixture
def market(units, sell) -> dict[str, Order]:
    """October: cash 50. November: cashless 200 and 100, cash 100; a neighbour's cash 40; a seller without a sale."""
    early = at(1, 1)
    first = make_seller(unit=units["30076"], old_unit=units["30121"], name="HTX mẫu A")
    second = make_seller(unit=units["30076"], name="Hộ mẫu B")
    neighbour = make_seller(unit=units["30112"])
    unsold = make_seller(unit=units["30076"])
    Seller.objects.filter(pk__in=[first.pk, second.pk, neighbour.pk]).update(created_at=early)
    Seller.objects.filter(pk=unsold.pk).update(created_at=at(11, 20))
    return {
        "october": sell(first, total=50_000, method="cash", paid_at=at(10, 3)),
        "big": sell(first, total=200_000, paid_at=at(11, 2)),
        "small": sell(second, total=100_000, paid_at=at(11, 3)),
        "cash": sell(first, total=100_000, method="cash", paid_at=at(11, 4)),
        "neighbour": sell(neighbour, total=40_000, method="cash", paid_at=at(11, 5)),
    }


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


def test_trend_has_a_point_for_every_month(units, market, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        points = queries.trend(of_unit(units["30076"]), "online_sales_value", NOVEMBER)

    assert points[0].month == date(2025, 12, 1)
    assert [p.value for p in points] == [0] * 10 + [50_000, 400_000]


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


def test_rows_have_the_numerator_and_no_buyer(units, market, django_assert_num_queries) -> None:
    definition = definition_of("cashless_share_count", NOVEMBER)
    with django_assert_num_queries(2):
        page = queries.rows(of_unit(units["30076"]), definition, NOVEMBER)
        row_values = [(r.fact.order_ref, r.fact.seller.name, r.method, r.in_numerator) for r in page.object_list]

    assert row_values == [
        (market["cash"].code, "HTX mẫu A", "Tiền mặt khi nhận hàng tại nơi bán", False),
        (market["small"].code, "Hộ mẫu B", "VNPay", True),
        (market["big"].code, "HTX mẫu A", "VNPay", True),
    ]
    assert (page.paginator.count, page.number, page.paginator.num_pages) == (3, 1, 1)
    assert queries.rows(of_unit(units["30076"]), definition, NOVEMBER, number=99).number == 1
    assert [r.fact for r in queries.all_rows(of_unit(units["30076"]), definition, NOVEMBER)] == [
        r.fact for r in page.object_list
    ]


def test_unknown_indicator_is_not_found() -> None:
    with pytest.raises(NotFound):
        definition_of("gdp", NOVEMBER)
    with pytest.raises(NotFound):
        definition_of("active_sellers", date(2020, 1, 1))
