"""CSV that Excel opens correctly without running anything: UTF-8 with a byte order mark, escaped formulas."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from core import clock
from core.documents.table import Cell

_MARK = "\ufeff"  # without it Excel reads UTF-8 as the machine's old code page
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file object that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file line by line (RFC 4180), starting with the mark and the header."""
    writer = csv.writer(_Echo())
    yield (_MARK + writer.writerow([_cell(name) for name in header])).encode()
    for row in rows:
        yield writer.writerow([_cell(value) for value in row]).encode()


def _cell(value: Cell) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if value.startswith(_DANGEROUS) else value
