"""Parse a bank statement: incoming and outgoing bookings of an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from payments.base.file_import.layouts import Layout
from payments.base.file_import.reader import Row, Table, read


@dataclass(frozen=True)
class StatementLine:
    """One booking. `amount` in đồng: came in positive, went out negative."""

    row: int  # in the file, from 1
    moment: datetime
    amount: int
    content: str
    bank_reference: str
    balance: int | None  # after it, where the bank says so
    raw: Mapping[str, str]


def read_statement(data: bytes, layout: Layout) -> list[StatementLine]:
    """Every booking of a statement file, in its order. Raises FileRefused."""
    table = read(data, layout)
    lines: list[StatementLine] = []
    problems: list[tuple[Row, str, str]] = []
    for row in table.rows:
        try:
            amount = _amount(row, layout)
        except ValueError as error:
            problems.append((row, _column(table), str(error)))
            continue
        lines.append(
            StatementLine(
                row=row.number,
                moment=row.moments["moment"],
                amount=amount,
                content=row.texts["content"],
                bank_reference=row.texts.get("bank_reference", ""),
                balance=row.amounts.get("balance"),
                raw=row.raw,
            )
        )
    table.refuse(problems)
    return lines


def _column(table: Table) -> str:
    return next(name for name in ("amount", "credit", "debit") if name in table.headings)


def _amount(row: Row, layout: Layout) -> int:
    """Đồng with its sign. ValueError where a line moves nothing, or has both an incoming and an outgoing amount."""
    credit, debit = row.amounts.get("credit", 0), row.amounts.get("debit", 0)
    if credit and debit:
        raise ValueError(_("ghi cả tiền vào và tiền ra."))
    # Some banks write outgoing amounts as negative numbers in a column of their own.
    amount = row.amounts.get("amount", 0) or (abs(credit) if credit else -abs(debit))
    if not amount:
        raise ValueError(_("không có số tiền."))
    direction = row.texts.get("direction", "")
    if not direction:
        return amount
    if layout.means(layout.incoming_words, direction):
        return abs(amount)
    if layout.means(layout.outgoing_words, direction):
        return -abs(amount)
    raise ValueError(_("không rõ “%(text)s” là tiền vào hay tiền ra.") % {"text": direction})
