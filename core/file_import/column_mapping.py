"""Which headings name which field of a file, and how its dates and cells are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from core.text import fold


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    AMOUNT = "amount"  # đồng
    MOMENT = "moment"


DATE_FORMATS = (
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%H:%M:%S %d/%m/%Y",
    "%d-%m-%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M:%S",
    "%H:%M %d/%m/%Y",
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
)
# Lines that begin with these are no transactions but totals or balances.
SKIP_WORDS = (
    "tổng", "tổng cộng", "cộng", "cộng phát sinh", "phát sinh trong kỳ", "doanh số phát sinh", "lũy kế",
    "total", "sub total", "subtotal", "grand total",
    "số dư", "số dư đầu", "số dư đầu kỳ", "số dư đầu ngày", "số dư cuối", "số dư cuối kỳ", "số dư cuối ngày",
    "opening balance", "beginning balance", "balance brought forward",
    "closing balance", "ending balance", "balance carried forward",
    "trang", "page",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-16", "cp1258", "cp1252")
DELIMITERS = (";", ",", "\t", "|")


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """A checked mapping. Empty strings mean: detect from the file. A subclass adds what its kind of file needs."""

    shares_moment_cell: ClassVar[str] = ""  # the field that may share a cell with the moment

    columns: Mapping[str, Sequence[str]]  # field → its possible headings
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    date_formats: Sequence[str] = DATE_FORMATS
    skip_rows: int = 0
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""
    skip_words: Sequence[str] = SKIP_WORDS

    @property
    def required(self) -> Sequence[Sequence[str]]:
        """Groups of fields: of each group the file must have at least one."""
        return ()

    def means(self, words: Sequence[str], text: str) -> bool:
        """Whether a cell equals one of the words, ignoring case and accents."""
        return fold(text) in {fold(word) for word in words}
