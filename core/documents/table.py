"""A table for Excel and PDF: typed columns, rows and totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

Cell = str | int | date | datetime | bool | None


class Kind(Enum):
    """The type of a column, which sets its alignment and format: codes and account numbers are text, even of digits."""

    TEXT = "text"
    DONG = "dong"  # integers, grouped by thousands
    COUNT = "count"  # plain integers: running numbers, pieces
    DAY = "day"
    MOMENT = "moment"  # a datetime, shown on a clock in Việt Nam

    @property
    def is_number(self) -> bool:
        return self in (Kind.DONG, Kind.COUNT)


@dataclass(frozen=True)
class Column:
    title: str
    width: int = 14  # in characters, roughly
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """`rows` are read once, as they are written. `totals`: one last row in bold, None where a column has no sum."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    totals: Sequence[Cell] | None = None
