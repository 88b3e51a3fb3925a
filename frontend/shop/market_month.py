"""The market's month in three figures, the same as for officials; nothing without sales."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from indicators.areas import of_unit
from indicators.definitions.queries import definitions_in, in_force
from indicators.figures.queries import evaluate, sums_of_months
from places.queries import current_commune


@dataclass(frozen=True)
class Month:
    month: date
    sales: int
    cashless_share: int | None  # basis points, by count
    active_sellers: int | None
    all_sample: bool  # of sample sellers only: shown beside the figures


def month_of_the_market(month: date) -> Month | None:
    """The commune's figures of a month; None before its first sale (3 statements)."""
    commune = current_commune(settings.MARKET["commune_code"])
    sums = sums_of_months(of_unit(commune), month, month).get((month,)) if commune else None
    if sums is None or not sums["sales"]:
        return None
    definitions = {definition.code: definition for definition in in_force(definitions_in([month]), month)}

    def value(code: str) -> int | None:
        return evaluate(definitions[code], sums).value if code in definitions else None

    return Month(
        month=month,
        sales=sums["sales"],
        cashless_share=value("cashless_share_count"),
        active_sellers=value("active_sellers"),
        all_sample=sums["samples"] == sums["sales"] + sums["reversals"],
    )
