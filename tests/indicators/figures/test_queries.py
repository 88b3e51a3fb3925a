"""Trends and rows of a small market, with exact amounts."""

from datetime import date

import pytest

from core.errors import NotFound
from indicators.areas import of_unit
from indicators.definitions.queries import definition_of
from indicators.figures import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("definitions")]
NOVEMBER = date(2026, 11, 1)


def test_trend_has_a_point_for_every_month(units, market, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        points = queries.trend(of_unit(units["30076"]), "online_sales_value", NOVEMBER)

    assert points[0].month == date(2025, 12, 1)
    assert [p.value for p in points] == [0] * 10 + [50_000, 400_000]


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
