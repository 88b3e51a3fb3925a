"""Parse input of forms and URLs into values, or None: invalid input never breaks a page."""

import re
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.cleaning import clean_line
from core.errors import DomainError
from core.numbers import NumberError, Problem, read_count

FIRST_MONTH = date(2025, 7, 1)  # of officials' pages: the first definitions, and the communes of today
MONTHS_OFFERED = 24


def whole(text: str | None) -> int | None:
    """A whole number as people type it ("3", " 12 ", "−1"); None for anything else or too long to be meant."""
    bare = (text or "").strip().replace("−", "-")
    digits = bare.removeprefix("-")
    if len(bare) > 12 or not (digits.isascii() and digits.isdecimal()):
        return None
    return int(bare)


def quantity(text: str | None) -> int | None:
    """The number of pieces, as people type it ("3", "1.000"); None for a blank text. Raises DomainError."""
    try:
        return read_count(text or "", signed=True)  # the services refuse a number below one
    except NumberError as error:
        if error.problem == Problem.NOT_A_NUMBER:
            raise DomainError(_("Số lượng phải là một con số, từ 1 trở lên."), field="quantity") from error
        raise DomainError(str(error), field="quantity") from error


def short(text: str | None, limit: int = 200) -> str:
    """One line, composed and trimmed, without characters that no one types, at most `limit` characters."""
    return clean_line((text or "")[: limit * 4])[:limit]


def same_name(one: str, other: str) -> bool:
    """Whether two names read the same, diacritics included, whatever their case and blanks."""
    return short(one).casefold() == short(other).casefold()


def requested_month(request: HttpRequest) -> date:
    """The month of the URL (?thang=2026-11), or the current one if it names none, a future one, or one too early."""
    present = clock.today().replace(day=1)
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", request.GET.get("thang", ""))
    if match is None or not match[1].isascii() or int(match[1]) < FIRST_MONTH.year:
        return present
    month = date(int(match[1]), int(match[2]), 1)
    return month if FIRST_MONTH <= month <= present else present


def months_on_offer() -> list[date]:
    """The months that one may pick for `requested_month`, newest first."""
    months = clock.months_ending(clock.today().replace(day=1), MONTHS_OFFERED)
    return [month for month in reversed(months) if month >= FIRST_MONTH]
