"""The market's month in three figures, the same as for officials; nothing without sales."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from indicators.areas import of_unit
from indicators.reports.queries import report
from places.queries import current_commune


@dataclass(frozen=True)
class Month:
    month: date
    sales: int
    cashless_share: int | None  # basis points, by count
    active_sellers: int | None
    all_sample: bool  # of sample sellers only: shown beside the figures


def month_of_the_market(month: date) -> Month | None:
    """The commune's figures of a month; None before its first sale (4 statements)."""
    commune = current_commune(settings.MARKET["commune_code"])
    if commune is None:
        return None
    counted = report(of_unit(commune), month)
    if not counted.sales:
        return None
    values = {figure.definition.code: figure.value for figure in counted.figures}
    return Month(
        month=month,
        sales=counted.sales,
        cashless_share=values.get("cashless_share_count"),
        active_sellers=values.get("active_sellers"),
        all_sample=counted.all_sample,
    )
