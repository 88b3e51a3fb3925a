"""Tell lines of a file from totals, balances, notes and page numbers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.file_import.column_mapping import Kind
from core.file_import.header_row import Headings
from core.file_import.parsers import Cell, as_amount, is_empty, moment_and_text
from core.file_import.workbook import Grid
from core.text import fold
from payments.base.file_import.layouts import Layout

_MOVEMENTS = ("amount", "credit", "debit")
_COMPANY = re.compile(r"(tong )?cong ti\b")  # "Công ty", folded, begins like "cộng"


@dataclass(frozen=True)
class Lines:
    """The rows to read, each with its number from 1; the text rows between them; the number of skipped rows."""

    rows: Sequence[tuple[int, Sequence[Cell]]]
    texts_between: Sequence[int]
    skipped: int


def pick_lines(grid: Grid, headings: Headings, layout: Layout) -> Lines:
    """Select the lines among the rows below the headings.

    A text row above the first line or below the last is skipped: "Ngày in: …", signatures, English headings. A text row
    between two lines may begin a second table, perhaps of another account: the caller must refuse it.
    """
    rows, skipped = [], 0
    for number, cells in enumerate(grid[headings.row :], headings.row + 1):
        if all(is_empty(cell) for cell in cells):
            continue
        if headings.are(cells) or _is_total(cells, headings, layout):
            skipped += 1
        else:
            rows.append((number, cells))
    facts = [place for place, (_number, cells) in enumerate(rows) if _has_facts(cells, headings, layout)]
    within = rows[facts[0] : facts[-1] + 1] if facts else []
    texts = [number for place, (number, _cells) in enumerate(rows) if place not in set(facts)]
    between = [number for number in texts if within and within[0][0] < number < within[-1][0]]
    return Lines(within, between, skipped + len(rows) - len(within))


def _cell(cells: Sequence[Cell], headings: Headings, name: str) -> Cell:
    place = headings.columns.get(name)
    return cells[place] if place is not None and place < len(cells) else None


def _is_total(cells: Sequence[Cell], headings: Headings, layout: Layout) -> bool:
    """Whether a row is a total or a balance.

    Either its first cell is a skip word and the row has no moment, or its content is a skip word and no amount moved.
    The content must match as a whole, because a payer wrote it.
    """
    place, first = next((place, cell) for place, cell in enumerate(cells) if not is_empty(cell))
    moment, content = _cell(cells, headings, "moment"), _cell(cells, headings, "content")
    without_moment = is_empty(moment) or moment is first
    if without_moment and _is_skip_text(first, layout, whole=place == headings.columns.get("content")):
        return True
    moved = any(not _is_nothing(_cell(cells, headings, name)) for name in _MOVEMENTS)
    return _is_skip_text(content, layout, whole=True) and (is_empty(moment) or not moved)


def _is_skip_text(cell: Cell, layout: Layout, *, whole: bool) -> bool:
    if not isinstance(cell, str):
        return False
    text = fold(cell).strip(" :.")
    if _COMPANY.match(text):
        return False
    words = [fold(word) for word in layout.skip_words]
    return text in words or (not whole and any(text.startswith((f"{word} ", f"{word}:", f"{word}/")) for word in words))


def _is_nothing(cell: Cell) -> bool:
    try:
        return not as_amount(cell)
    except ValueError:
        return False


def _reads(reader: Callable[..., object], *given: object) -> bool:
    try:
        return reader(*given) is not None
    except ValueError:
        return False


def _has_facts(cells: Sequence[Cell], headings: Headings, layout: Layout) -> bool:
    """Whether a row has a moment or an amount. A cell that begins like a date counts, even where it is invalid."""
    moment = _cell(cells, headings, "moment")
    if isinstance(moment, str):
        if moment.strip()[:1].isdigit() or _reads(moment_and_text, moment, layout.date_formats):
            return True
    elif moment is not None:
        return True
    amounts = (name for name in headings.columns if layout.kinds[name] is Kind.AMOUNT)
    return any(_reads(as_amount, _cell(cells, headings, name)) for name in amounts)
