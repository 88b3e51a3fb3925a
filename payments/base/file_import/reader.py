"""Read a partner's file by its layout into rows of validated values, or refuse it with every problem by row and column.

    data = take(file)                     # bytes, within the size limits
    table = read(data, layout(row))       # Table of Rows; raises FileRefused: all rows or none

Settlement files and bank statements are read here; `settlement` and `statement` interpret the values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.file_import import header_row
from core.file_import.column_mapping import Kind
from core.file_import.header_row import Headings
from core.file_import.parsers import Cell, as_amount, as_moment, as_text, is_empty, moment_and_text
from core.file_import.problems import FileRefused, Problem, refused
from core.file_import.workbook import Grid, Readable, grids, take
from payments.base.file_import.layouts import Layout, layout
from payments.base.file_import.lines import pick_lines

__all__ = ["FileRefused", "Problem", "Readable", "Row", "Table", "layout", "read", "take"]


@dataclass(frozen=True)
class Row:
    """One line of the file. Fields whose column or cell is empty are "" or absent."""

    number: int  # in the file, from 1
    texts: Mapping[str, str]
    amounts: Mapping[str, int]  # đồng
    moments: Mapping[str, datetime]
    raw: Mapping[str, str]  # the original cells by heading, kept as evidence


@dataclass(frozen=True)
class Table:
    rows: Sequence[Row]
    headings: Mapping[str, str]  # field → the file's own heading
    skipped: int  # the number of totals, balances and notes

    def refuse(self, problems: Sequence[tuple[Row, str, str]]) -> None:
        """Raise FileRefused for problems of the values' meaning, each as (row, field, text)."""
        if problems:
            raise FileRefused([Problem(row.number, self.headings.get(name, ""), text) for row, name, text in problems])


def read(data: bytes, layout: Layout) -> Table:
    """Every line of the file. Raises FileRefused where a value is invalid or ambiguous, or where there is no line."""
    grid, headings = _open(data, layout)
    problems = header_row.doubled(headings, layout)
    lines = pick_lines(grid, headings, layout)
    for number in lines.texts_between:
        problems.append(Problem(number, "", _("không phải dòng giao dịch. Mỗi tệp chỉ nhận một bảng.")))
    rows = [
        _row(number, cells, headings, layout, problems)
        for number, cells in lines.rows
        if number not in lines.texts_between
    ]
    if not problems and _days_are_mixed(rows, lines.rows, headings):
        problems.append(Problem(0, "", _("Excel đã đổi ngày và tháng ở một số dòng. Hãy tải lại tệp từ nguồn.")))
    if problems:
        raise FileRefused(problems)
    if not rows:
        raise refused(_("Tệp không có dòng giao dịch nào."))
    return Table(rows, {name: headings.name_of(name) for name in headings.columns}, lines.skipped)


def _open(data: bytes, layout: Layout) -> tuple[Grid, Headings]:
    best: Headings | None = None
    for grid in grids(data, layout):
        headings = header_row.find(grid, layout)
        if headings is not None:
            return grid, headings
        near = header_row.nearest(grid, layout)
        if near is not None and (best is None or len(near.columns) > len(best.columns)):
            best = near
    raise FileRefused(header_row.explain(best, layout))


def _days_are_mixed(rows: Sequence[Row], cells: Sequence[tuple[int, Sequence[Cell]]], headings: Headings) -> bool:
    """Whether Excel read a CSV month first: days up to the twelfth became dates, later ones stayed text."""
    place = headings.columns["moment"]
    days: dict[bool, set[bool]] = {True: set(), False: set()}  # is an Excel date → is after the twelfth
    for row, (_number, line) in zip(rows, cells, strict=True):
        days[isinstance(line[place], datetime)].add(row.moments["moment"].day > 12)
    return days == {True: {False}, False: {True}}


def _row(number: int, cells: Sequence[Cell], headings: Headings, layout: Layout, problems: list[Problem]) -> Row:
    texts: dict[str, str] = {}
    amounts: dict[str, int] = {}
    moments: dict[str, datetime] = {}
    for name, place in headings.columns.items():
        cell = cells[place] if place < len(cells) else None
        try:
            if name == layout.shares_moment_cell and headings.has_two_facts(name):
                continue  # read with the moment
            if layout.kinds[name] is Kind.TEXT:
                texts[name] = as_text(cell)
            elif layout.kinds[name] is Kind.AMOUNT:
                amount = as_amount(cell, layout.fee_unit if name == "fee" else layout.amount_unit)
                if amount is not None:
                    amounts[name] = amount
            else:
                if headings.has_two_facts(name):
                    moment, texts[layout.shares_moment_cell] = moment_and_text(cell, layout.date_formats)
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
