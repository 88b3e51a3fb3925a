"""PDF documents with all Vietnamese letters: a title, facts, paragraphs, tables whose header repeats on each page.

Import it inside the function that makes a document: the library and its fonts take a third of a process's start time.
"""

import logging
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from core import clock, money
from core.documents.table import Cell, Kind, Table

_FONTS = Path(__file__).parent / "fonts"
_SIGNS = str.maketrans({"−": "–", "→": ">", "\u00a0": " ", "\t": " "})  # what the font lacks
_INK, _SOFT, _LINE = (28, 33, 30), (96, 103, 98), (200, 196, 186)
_SIZES = {"title": 16, "heading": 12, "text": 9.5, "table": 8.5, "foot": 8}
logging.getLogger("fontTools.subset").setLevel(logging.WARNING)  # each document would log a page of progress


class Paper(FPDF):
    """An A4 paper, written from top to bottom; `finish()` gives the file.

    `foot` is printed at the bottom of every page, beside the page number.
    """

    def __init__(self, title: str, *, foot: str = "", landscape: bool = False) -> None:
        super().__init__(orientation="landscape" if landscape else "portrait", format="A4")
        for style, name in (("", "Regular"), ("B", "Bold")):
            self.add_font("noto", style, _FONTS / f"NotoSans-{name}.ttf")
        self.foot = foot
        self.set_margins(15, 15)
        self.set_auto_page_break(True, margin=18)
        self.set_title(_shown(title))
        self.set_lang("vi")
        self.set_creation_date(clock.now())
        self.add_page()
        self._write(title, "title", bold=True)

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font("noto", size=_SIZES["foot"])
        self.set_text_color(*_SOFT)
        number = _("Trang %(page)s trên {total}") % {"page": self.page_no()}
        self.cell(0, 5, self._cut(_shown(self.foot), self.epw * 0.75))
        self.set_x(self.l_margin)
        self.cell(0, 5, _shown(number).replace("{total}", "{nb}"), align="R")

    def heading(self, text: str) -> None:
        """A heading within the paper."""
        self.ln(3)
        self._write(text, "heading", bold=True)

    def paragraph(self, text: str, *, bold: bool = False, soft: bool = False) -> None:
        self._write(text, "text", bold=bold, soft=soft)

    def facts(self, facts: Sequence[tuple[str, Cell]], kind: Kind = Kind.DONG) -> None:
        """Names and values, one a line: integers as sums of money, if `kind` does not say otherwise."""
        self.set_font("noto", size=_SIZES["text"])
        self.set_text_color(*_INK)
        widths = (62, 38)
        with self.table(
            col_widths=widths,
            first_row_as_headings=False,
            borders_layout=TableBordersLayout.NONE,
            text_align=("LEFT", "RIGHT" if any(isinstance(value, int) for _name, value in facts) else "LEFT"),
            width=min(self.epw, 120),
            align="LEFT",
            line_height=6,
        ) as grid:
            for name, value in facts:
                row = grid.row()
                row.cell(_shown(name))
                row.cell(_shown(_cell_text(value, kind)))

    def grid(self, table: Table) -> None:
        """A table; it continues on the next page under the same header."""
        self.ln(1)
        self.set_font("noto", size=_SIZES["table"])
        self.set_text_color(*_INK)
        self.set_draw_color(*_LINE)
        align: list[Literal["LEFT", "RIGHT"]] = ["RIGHT" if c.kind.is_number else "LEFT" for c in table.columns]
        with self.table(
            col_widths=tuple(column.width for column in table.columns),
            text_align=tuple(align),
            headings_style=FontFace(emphasis="BOLD", fill_color=(239, 237, 230)),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            line_height=4.6,
            padding=(0.7, 1.4),
        ) as grid:
            grid.row([_shown(column.title) for column in table.columns])
            for cells in table.rows:
                grid.row(_row_texts(table, cells))
            if table.totals is not None:
                grid.row(_row_texts(table, table.totals), style=FontFace(emphasis="BOLD"))
        self.ln(2)

    def finish(self) -> bytes:
        return bytes(self.output())

    def _cut(self, text: str, width: float) -> str:
        """The text, or its beginning and "…" where it is wider than `width` millimetres."""
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(f"{text}…") > width:
            text = text[:-1]
        return f"{text}…"

    def _write(self, text: str, size: str, *, bold: bool = False, soft: bool = False) -> None:
        self.set_font("noto", "B" if bold else "", _SIZES[size])
        self.set_text_color(*(_SOFT if soft else _INK))
        self.multi_cell(0, _SIZES[size] * 0.52, _shown(text), align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(1)


def _row_texts(table: Table, cells: Sequence[Cell]) -> list[str]:
    return [_shown(_cell_text(value, column.kind)) for column, value in zip(table.columns, cells, strict=True)]


def _cell_text(value: Cell, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{clock.local(value):%d/%m/%Y}" if kind is Kind.DAY else f"{clock.local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, int):
        return money.group(value) if kind is Kind.DONG else str(value)
    return value


def _shown(text: str) -> str:
    """Composed letters only (the font draws no loose tone marks), and signs that the font has."""
    return unicodedata.normalize("NFC", text).translate(_SIGNS)
