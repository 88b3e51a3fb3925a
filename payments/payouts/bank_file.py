"""A batch as the file that a person uploads to the bank; columns and their order are data.

The generic layout names the columns that every bank's form has, so that they can be copied over; a bank's own layout is
one more row here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.documents.csv import csv_lines
from core.documents.table import Cell, Column, Kind, Table
from core.documents.xlsx import Sheet, workbook
from core.text import capitals
from payments.base.banks import bank_name
from payments.models import Payout, PayoutBatch
from payments.payouts.transfer_code import content

_KINDS = {"amount": Kind.DONG, "number": Kind.COUNT}


@dataclass(frozen=True)
class FileColumn:
    """`holds`: "number" (1, 2, …), "account_no", "holder", "bin", "bank", "amount" (đồng), "content" or "id"."""

    title: str
    holds: str
    width: int


@dataclass(frozen=True)
class BankLayout:
    name: str
    columns: Sequence[FileColumn]


LAYOUTS: Mapping[str, BankLayout] = {
    "chung": BankLayout(
        "Mẫu chung",
        (
            FileColumn("STT", "number", 6),
            FileColumn("Số tài khoản", "account_no", 22),
            FileColumn("Tên chủ tài khoản", "holder", 32),
            FileColumn("Mã ngân hàng (BIN)", "bin", 12),
            FileColumn("Ngân hàng", "bank", 18),
            FileColumn("Số tiền", "amount", 16),
            FileColumn("Nội dung", "content", 30),
            FileColumn("Mã khoản chi", "id", 32),
        ),
    ),
}
GENERIC = LAYOUTS["chung"]


def batch_xlsx(batch: PayoutBatch, layout: BankLayout = GENERIC) -> bytes:
    """The workbook: amounts are numbers, account numbers text, so that Excel keeps their zeros."""
    columns = [Column(c.title, c.width, _KINDS.get(c.holds, Kind.TEXT)) for c in layout.columns]
    return workbook([Sheet("Chuyen khoan", Table(columns, _rows(batch, layout)))])


def batch_csv(batch: PayoutBatch, layout: BankLayout = GENERIC) -> Iterator[bytes]:
    """The same as CSV, line by line. A bank's system keeps the zeros of account numbers; Excel would not."""
    return csv_lines([column.title for column in layout.columns], _rows(batch, layout))


def _rows(batch: PayoutBatch, layout: BankLayout) -> Iterator[list[Cell]]:
    payouts: Iterable[Payout] = batch.payouts.order_by("sequence")
    for number, payout in enumerate(payouts, 1):
        facts = _facts(number, payout)
        yield [facts[column.holds] for column in layout.columns]


def _facts(number: int, payout: Payout) -> Mapping[str, Cell]:
    return {
        "number": number,
        "account_no": payout.bank_account_no,
        "holder": capitals(payout.bank_account_name),  # as banks write names
        "bin": payout.bank_bin,
        "bank": bank_name(payout.bank_bin),
        "amount": payout.amount,
        "content": content(payout.code),
        "id": payout.pk,
    }
