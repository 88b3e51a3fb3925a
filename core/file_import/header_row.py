"""The position of the header row, and the column of each field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from core.file_import.column_mapping import ColumnMapping
from core.file_import.parsers import Cell, as_text, is_empty
from core.file_import.problems import Problem
from core.file_import.workbook import Grid
from core.text import fold

SEARCHED = 50  # rows after those that the mapping skips: banks put their address above


@dataclass(frozen=True)
class Headings:
    """The heading row (the lower of two) and the column of each field found in it."""

    row: int  # from 1
    columns: Mapping[str, int]  # field → place, from 0
    names: Sequence[str]  # the headings as written
    rows: Sequence[Sequence[Cell]]  # the one or two rows

    def are(self, cells: Sequence[Cell]) -> bool:
        """Whether a row says these headings again, as on each new page."""
        return _folded(cells) in [_folded(row) for row in self.rows]

    def has_two_facts(self, name: str) -> bool:
        """Whether a field's column holds another field beside it."""
        return list(self.columns.values()).count(self.columns[name]) > 1

    def name_of(self, name: str) -> str:
        return self.names[self.columns[name]] if name in self.columns else name


def find(grid: Grid, mapping: ColumnMapping) -> Headings | None:
    """The first row that holds every required field, or else the first two rows that do together; None without any."""
    for rows in (1, 2):
        complete = (headings for headings in _candidates(grid, mapping, rows) if not _missing(headings, mapping))
        if headings := next(complete, None):
            return headings
    return None


def nearest(grid: Grid, mapping: ColumnMapping) -> Headings | None:
    """The row that looks most like headings, to report what it lacks."""
    return max(_candidates(grid, mapping), key=lambda headings: len(headings.columns), default=None)


def explain(headings: Headings | None, mapping: ColumnMapping) -> list[Problem]:
    """Why a file cannot be read, in the words of its headings."""
    if headings is None or not headings.columns:
        fields_by_alias = ", ".join(aliases[0] for aliases in mapping.columns.values())
        text = _("Không tìm thấy dòng tiêu đề. Mẫu tệp chờ các cột: %(columns)s.")
        return [Problem(0, "", text % {"columns": fields_by_alias})]
    there = ", ".join(name for name in headings.names if name) or "–"
    problems = []
    for group in _missing(headings, mapping):
        aliases = " / ".join(alias for name in group for alias in mapping.columns.get(name, ()))
        text = _("thiếu cột “%(column)s”. Tệp có các cột: %(there)s.") % {"column": aliases, "there": there}
        problems.append(Problem(headings.row, "", text))
    return problems


def doubled(headings: Headings, mapping: ColumnMapping) -> list[Problem]:
    """Columns that are ambiguous for one field."""
    problems = []
    for _name, place in headings.columns.items():
        same = [other for other, text in enumerate(headings.names) if fold(text) == fold(headings.names[place])]
        if len(same) > 1:
            problems.append(Problem(headings.row, headings.names[place], _("có hai cột cùng tên này.")))
    return problems


def _missing(headings: Headings, mapping: ColumnMapping) -> list[Sequence[str]]:
    return [group for group in mapping.required if not any(name in headings.columns for name in group)]


def _candidates(grid: Grid, mapping: ColumnMapping, height: int = 1) -> Iterator[Headings]:
    """Each row as headings; with `height` 2 each two: "Phát sinh" over "Nợ" and "Có", Vietnamese over English."""
    for place in range(mapping.skip_rows, min(len(grid) - height + 1, mapping.skip_rows + SEARCHED)):
        rows = grid[place : place + height]
        columns = zip_longest(*([_heading(cell) for cell in row] for row in rows), fillvalue="")
        names = [" / ".join(filter(None, column)) for column in columns]
        yield Headings(place + height, _match(names, mapping), names, rows)


def _folded(cells: Sequence[Cell]) -> list[str]:
    return [text for text in (fold(_heading(cell)) for cell in cells) if text]


def _heading(cell: Cell) -> str:
    try:
        lines = cell.splitlines() if isinstance(cell, str) else [cell]  # Vietnamese above English, in one cell
        return " / ".join(as_text(line) for line in lines if not is_empty(line))
    except ValueError:
        return ""  # a number too long to be a heading


def _match(names: Sequence[str], mapping: ColumnMapping) -> dict[str, int]:
    """Whole headings first; then what remains by their parts: "Số tiền (VND)", "Ngày GD / Trans. date"."""
    fields = sorted(mapping.columns.items(), key=lambda column: column[0] == mapping.shares_moment_cell)
    fields_by_alias = {name: {fold(alias) for alias in aliases} for name, aliases in fields}
    columns: dict[str, int] = {}
    for forms in ([{fold(name)} for name in names], [_parts(name) for name in names]):
        for name, aliases in fields_by_alias.items():
            if name in columns:
                continue
            places = [p for p, form in enumerate(forms) if form & aliases and p not in columns.values()]
            if places:
                columns[name] = places[0]
        # "Ngày / Số CT": two facts in one cell, distinguished because one of them is a date.
        place = columns.get("moment")
        if place is not None and forms[place] & fields_by_alias.get(mapping.shares_moment_cell, set()):
            columns.setdefault(mapping.shares_moment_cell, place)
    return columns


def _parts(name: str) -> set[str]:
    without = re.sub(r"\(.*?\)", " ", name)
    within = re.findall(r"\((.*?)\)", name)
    pieces = [without, *within, *re.split(r"[/|]", name), *re.split(r"[/|]", without)]
    return {fold(piece) for piece in pieces if piece.strip()} - {""}
