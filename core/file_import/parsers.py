"""Parse cells into values (đồng, date times, texts) as Vietnamese banks, gateways and Excel write them.

An ambiguous cell is a ValueError with a message for the reader, never a guess.
"""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from core.cleaning import clean_line
from core.clock import VIETNAM
from core.money import MAX_DONG
from core.numbers import NumberError, Problem, read_accounting

Cell = str | int | float | bool | datetime | date | time | None

_EXCEL_DAYS = (36_526, 73_050)  # 01/01/2000 … 31/12/2099 as Excel counts days
_YEARS = (2000, 2099)
_EXACT = 10**15  # Excel keeps fifteen digits: a longer number has lost its last digits


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not clean(cell))


def clean(text: str) -> str:
    """Without spaces around, with simple ones within, invisible marks left out."""
    return clean_line(text)


def as_text(cell: Cell) -> str:
    """A cell as text: a reference that Excel took for a number keeps its digits. ValueError where they are lost."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and abs(cell) >= _EXACT:
        raise ValueError(_("Excel đã làm tròn mã này. Hãy để cột kiểu Văn bản (Text) rồi xuất lại tệp."))
    if isinstance(cell, str):
        text = clean(cell)
        if re.fullmatch(r"\d(?:[.,]\d+)?E\+\d+", text, re.IGNORECASE):
            raise ValueError(_("Excel đã rút gọn “%(text)s”. Hãy xuất lại tệp từ nguồn.") % {"text": text})
        return text.lstrip("'")
    return str(cell)


def as_amount(cell: Cell, unit: int = 1) -> int | None:
    """Whole đồng, None for an empty cell; `unit` of the file's units are one đồng. ValueError where it is no number."""
    if is_empty(cell) or (isinstance(cell, str) and clean(cell) in ("-", "–", "—")):  # banks write a dash for nothing
        return None
    if isinstance(cell, str):
        amount = _from_words(cell)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if not math.isfinite(cell) or cell != int(cell):
            raise ValueError(_fraction_error(cell))
        amount = int(cell)
    else:
        raise ValueError(_("“%(text)s” không phải số tiền.") % {"text": cell})
    if amount % unit:
        raise ValueError(_("“%(text)s” có phần lẻ dưới một đồng: xem lại đơn vị tiền của mẫu tệp.") % {"text": cell})
    if abs(amount) > MAX_DONG:
        raise ValueError(_("“%(text)s” lớn hơn mọi số tiền có thể có.") % {"text": cell})
    return amount // unit


def _from_words(text: str) -> int:
    try:
        return read_accounting(text)
    except NumberError as error:
        if error.problem == Problem.FRACTION:
            raise ValueError(_fraction_error(text)) from error
        raise ValueError(_("“%(text)s” không phải số tiền.") % {"text": clean(text)}) from error


def _fraction_error(text: object) -> str:
    return _("“%(text)s” không phải số đồng nguyên.") % {"text": text}


def as_moment(cell: Cell, formats: Sequence[str]) -> datetime | None:
    """A moment on the Vietnamese clock, None for an empty cell. ValueError where it is no date of this century."""
    if is_empty(cell):
        return None
    moment = _moment(cell, formats)
    if not _YEARS[0] <= moment.year <= _YEARS[1]:
        raise ValueError(_("“%(text)s” không phải ngày trong các năm 2000–2099.") % {"text": cell})
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


def moment_and_text(cell: Cell, formats: Sequence[str]) -> tuple[datetime | None, str]:
    """Two facts of one cell: "31/10/2026" above "5000.10001". ValueError where it does not begin with a moment."""
    words = clean(cell).split() if isinstance(cell, str) else []
    for count in range(min(len(words), 3), 0, -1):
        try:
            return as_moment(" ".join(words[:count]), formats), " ".join(words[count:])
        except ValueError:
            continue
    return as_moment(cell, formats), ""


def _moment(cell: Cell, formats: Sequence[str]) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and _EXCEL_DAYS[0] <= cell < _EXCEL_DAYS[1]:
        from openpyxl.utils.datetime import from_excel  # here and not above: few processes ever read a workbook

        match = from_excel(cell)
        if isinstance(match, datetime):
            return match
    text = as_text(cell) if not isinstance(cell, time) else str(cell)
    for form in formats:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError(_("“%(text)s” không phải ngày giờ theo mẫu tệp.") % {"text": text})
