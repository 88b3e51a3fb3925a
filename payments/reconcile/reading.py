"""A partner's file by its layout: rows of checked values, or a refusal that names every fault by row and column.

    data = take(file)                     # bytes, within bounds
    table = read(data, layout(row))       # Table of Rows; raises FileRefused: nothing is half read

Settlement files and bank statements are read here; what the values mean is for `settlement` and `statement`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.text import fold
from payments.reconcile import headings as heads
from payments.reconcile.headings import Headings
from payments.reconcile.layouts import Kind, Layout, layout
from payments.reconcile.problems import FileRefused, Problem, refused
from payments.reconcile.sheets import Grid, Readable, grids, take
from payments.reconcile.values import Cell, as_amount, as_moment, as_text, is_empty

__all__ = ["FileRefused", "Problem", "Readable", "Row", "Table", "layout", "read", "take"]


@dataclass(frozen=True)
class Row:
    """One line of the file. Fields whose column or cell is empty are "" or absent."""

    number: int  # in the file, from 1
    texts: Mapping[str, str]
    amounts: Mapping[str, int]  # đồng
    moments: Mapping[str, datetime]
    raw: Mapping[str, str]  # the line as it was written, by heading: kept as evidence


@dataclass(frozen=True)
class Table:
    rows: Sequence[Row]
    headings: Mapping[str, str]  # field → the file's own heading
    skipped: int  # totals and balances that are no transactions

    def refuse(self, problems: Sequence[tuple[Row, str, str]]) -> None:
        """Raise FileRefused for (row, field, text) faults that only the meaning of the values shows."""
        if problems:
            raise FileRefused([Problem(row.number, self.headings.get(name, ""), text) for row, name, text in problems])


def read(data: bytes, layout: Layout) -> Table:
    """Every line of the file. Raises FileRefused where anything in it cannot be read for certain, or it has no line."""
    grid, headings = _open(data, layout)
    problems = heads.doubled(headings, layout)
    rows: list[Row] = []
    skipped = 0
    for number, cells in enumerate(grid[headings.row :], headings.row + 1):
        if all(is_empty(cell) for cell in cells):
            continue
        if _is_no_line(cells, headings, layout):
            skipped += 1
            continue
        rows.append(_row(number, cells, headings, layout, problems))
    if problems:
        raise FileRefused(problems)
    if not rows:
        raise refused(_("Tệp không có dòng giao dịch nào."))
    return Table(rows, {name: headings.name_of(name) for name in headings.columns}, skipped)


def _open(data: bytes, layout: Layout) -> tuple[Grid, Headings]:
    best: Headings | None = None
    for grid in grids(data, layout):
        headings = heads.find(grid, layout)
        if headings is not None:
            return grid, headings
        near = heads.nearest(grid, layout)
        if near is not None and (best is None or len(near.columns) > len(best.columns)):
            best = near
    raise FileRefused(heads.explain(best, layout))


def _is_no_line(cells: Sequence[Cell], headings: Headings, layout: Layout) -> bool:
    """A total or a balance: its first words say so and no moment stands in it; or the headings again, on a new page."""
    first = next((cell for cell in cells if not is_empty(cell)), None)
    if not isinstance(first, str):
        return False
    if [fold(str(cell)) for cell in cells if not is_empty(cell)] == [fold(n) for n in headings.names if n]:
        return True
    place = headings.columns.get("moment")
    moment = cells[place] if place is not None and place < len(cells) else None
    says_so = any(fold(first).startswith(fold(word)) for word in layout.skip_words)
    return says_so and (is_empty(moment) or moment is first)


def _row(number: int, cells: Sequence[Cell], headings: Headings, layout: Layout, problems: list[Problem]) -> Row:
    texts: dict[str, str] = {}
    amounts: dict[str, int] = {}
    moments: dict[str, datetime] = {}
    for name, place in headings.columns.items():
        cell = cells[place] if place < len(cells) else None
        try:
            if layout.kinds[name] is Kind.TEXT:
                texts[name] = as_text(cell)
            elif layout.kinds[name] is Kind.AMOUNT:
                amount = as_amount(cell, layout.fee_unit if name == "fee" else layout.amount_unit)
                if amount is not None:
                    amounts[name] = amount
            else:
                moment = as_moment(cell, layout.date_formats)
                if moment is None:
                    raise ValueError(_("để trống."))
                moments[name] = moment
        except ValueError as error:
            problems.append(Problem(number, headings.names[place], str(error)))
    raw = {
        name: str(cell)[:300] for name, cell in zip(headings.names, cells, strict=False) if name and not is_empty(cell)
    }
    return Row(number, texts, amounts, moments, raw)
