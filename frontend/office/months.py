"""The month that a page shows (?thang=2026-11) and those one may pick."""

import re
from datetime import date

from django.http import HttpRequest

from core import clock
from core.clock import months_ending

FIRST = date(2025, 7, 1)  # the first definitions, and the communes of today
MONTHS_OFFERED = 24  # months on offer


def requested_month(request: HttpRequest) -> date:
    """The month of the URL, or the current one if it names none, a future one or one before the first."""
    present = clock.today().replace(day=1)
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", request.GET.get("thang", ""))
    if match is None or not match[1].isascii() or int(match[1]) < FIRST.year:
        return present
    month = date(int(match[1]), int(match[2]), 1)
    return month if FIRST <= month <= present else present


def months_on_offer() -> list[date]:
    """Newest first."""
    return [month for month in months_ending(clock.today().replace(day=1), MONTHS_OFFERED)[::-1] if month >= FIRST]
