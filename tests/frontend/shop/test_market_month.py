"""The month of the market on the home page says what officials read."""

import pytest

from core import clock
from frontend.shop.market_month import month_of_the_market
from indicators.areas import of_unit
from indicators.models import Fact
from indicators.reports.queries import report
from places.queries import current_commune


@pytest.mark.usefixtures("pilot")
def test_each_month_has_the_figures_of_the_report() -> None:
    commune = current_commune("30076")
    assert commune
    for month in sorted({clock.month_of(clock.now()), *Fact.objects.values_list("month", flat=True)}):
        shown, counted = month_of_the_market(month), report(of_unit(commune), month)
        values = {figure.definition.code: figure.value for figure in counted.figures}
        if shown is None:
            assert counted.sales == 0
            continue
        assert (shown.month, shown.sales, shown.all_sample) == (month, counted.sales, counted.all_sample)
        assert shown.cashless_share == values.get("cashless_share_count")
        assert shown.active_sellers == values.get("active_sellers")
