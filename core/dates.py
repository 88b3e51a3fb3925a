"""Days as people type them: the day first, as in all of Việt Nam; or as a date picker sends them, the year first."""

import re
import unicodedata
from datetime import date

from core.cleaning import clean_line

_YEARS = range(1900, 10_000)  # each rule decides whether a day may be in the future
_DAY_FIRST = r"([0-9]{1,2}) ?[/.\-] ?([0-9]{1,2}) ?[/.\-] ?([0-9]{4})"
_IN_WORDS = r"(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([0-9]{4})"
_ISO = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"


def read_day(text: str) -> date | None:
    """The first of June 2025 may be typed "1/6/2025", "01-06-2025", "1 tháng 6 năm 2025" or "2025-06-01".

    None for a blank text. Raises ValueError for anything else, such as "11/30/2025" and years of two digits.
    """
    plain = "".join(_ascii(char) for char in clean_line(text)).lower()
    if not plain:
        return None
    if match := re.fullmatch(_ISO, plain):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(_DAY_FIRST, plain) or re.fullmatch(_IN_WORDS, plain):
        day, month, year = map(int, match.groups())
    else:
        raise ValueError("not a day")
    if year not in _YEARS:
        raise ValueError("not a year of ours")
    return date(year, month, day)


def _ascii(char: str) -> str:
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    return "/" if char == "／" else char
