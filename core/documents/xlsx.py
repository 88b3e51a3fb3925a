"""Excel workbooks: amounts are numbers, codes and account numbers are text, and nothing is executed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from core import clock
from core.documents.table import Cell, Kind, Table

if TYPE_CHECKING:  # imported by the first workbook
    import xlsxwriter

# No text becomes a formula, a link or a number; rows are written to disk, not kept in memory.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_SHAPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"num_format": "@", "text_wrap": True, "valign": "top"},
    Kind.DONG: {"num_format": "#,##0", "valign": "top"},
    Kind.COUNT: {"num_format": "0", "valign": "top"},
    Kind.DAY: {"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"},
    Kind.MOMENT: {"num_format": "dd/mm/yyyy hh:mm", "align": "left", "valign": "top"},
}
# XML has no such characters: with one of them in it Excel opens nothing of the file.
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), " ")


@dataclass(frozen=True)
class Sheet:
    """A page of the workbook: lines of heading (the first in bold), a table with its header row, lines below it."""

    name: str  # ≤ 31 characters, without []:*?/\\
    table: Table
    heading: Sequence[str] = ()
    notes: Sequence[str] = ()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The file. Days are Việt Nam's; bool cells read 1 and 0."""
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        for sheet in sheets:
            _Writer(book, sheet).write()
    return buffer.getvalue()


class _Writer:
    """Writes one sheet from top to bottom, as xlsxwriter's constant-memory mode requires."""

    def __init__(self, book: "xlsxwriter.Workbook", sheet: Sheet) -> None:
        self.sheet, self.columns = sheet, sheet.table.columns
        self.page = book.add_worksheet(sheet.name[:31])
        self.row = 0
        self.bold = book.add_format({"bold": True})
        self.plain = book.add_format({"num_format": "@"})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EFEDE6"}
        )
        self.shapes = {kind: book.add_format(shape) for kind, shape in _SHAPES.items()}
        self.sums = {kind: book.add_format(shape | {"bold": True, "top": 1}) for kind, shape in _SHAPES.items()}

    def write(self) -> None:
        for index, column in enumerate(self.columns):
            self.page.set_column(index, index, column.width)
        for nth, line in enumerate(self.sheet.heading):
            self._line(line, self.plain if nth else self.bold)
        if self.sheet.heading:
            self.row += 1
        for index, column in enumerate(self.columns):
            self.page.write_string(self.row, index, _clean(column.title), self.head)
        self.row += 1
        self.page.freeze_panes(self.row, 0)
        self.page.repeat_rows(self.row - 1)
        self.page.fit_to_pages(1, 0)
        for cells in self.sheet.table.rows:
            self._cells(cells, self.shapes)
        if self.sheet.table.totals is not None:
            self._cells(self.sheet.table.totals, self.sums)
        if self.sheet.notes:
            self.row += 1
        for line in self.sheet.notes:
            self._line(line, self.plain)

    def _line(self, text: str, shape: Any) -> None:
        self.page.write_string(self.row, 0, _clean(text), shape)
        self.row += 1

    def _cells(self, cells: Sequence[Cell], shapes: dict[Kind, Any]) -> None:
        for index, (column, value) in enumerate(zip(self.columns, cells, strict=True)):
            self._cell(index, value, shapes[column.kind], shapes[Kind.TEXT])
        self.row += 1

    def _cell(self, index: int, value: Cell, shape: Any, text: Any) -> None:
        if value is None or value == "":
            self.page.write_blank(self.row, index, None, shape)
        elif isinstance(value, datetime):
            self.page.write_datetime(self.row, index, clock.local(value).replace(tzinfo=None), shape)
        elif isinstance(value, date):
            self.page.write_datetime(self.row, index, value, shape)
        elif isinstance(value, int):
            self.page.write_number(self.row, index, int(value), shape)
        else:
            self.page.write_string(self.row, index, _clean(value), text)


def _clean(text: str) -> str:
    return text.translate(_ILLEGAL)
