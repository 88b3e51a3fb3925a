"""Partners' files, made in the tests."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from payments.base.file_import.layouts import FIELDS, Layout

HEAD = ["Mã tham chiếu", "Mã giao dịch VNPAY", "Loại giao dịch", "Trạng thái", "Số tiền", "Phí", "Thời gian giao dịch"]
VNPAY = {
    "reference": ["Mã tham chiếu", "TxnRef"],
    "provider_ref": ["Mã giao dịch VNPAY"],
    "kind": ["Loại giao dịch"],
    "status": ["Trạng thái"],
    "amount": ["Số tiền"],
    "fee": ["Phí"],
    "moment": ["Thời gian giao dịch"],
}
BANK = {
    "moment": ["Ngày giao dịch"],
    "bank_reference": ["Số tham chiếu"],
    "content": ["Nội dung", "Diễn giải"],
    "credit": ["Ghi có"],
    "debit": ["Ghi nợ"],
    "balance": ["Số dư"],
}


def vnpay(**options: Any) -> Layout:
    words = {"refund_words": ["Hoàn tiền"], "success_words": ["Thành công"]}
    return Layout(kind="vnpay_settlement", columns=VNPAY, kinds=FIELDS["vnpay_settlement"], **(words | options))


def bank(columns: Mapping[str, Sequence[str]] | None = None, **options: Any) -> Layout:
    return Layout(kind="bank_statement", columns=columns or BANK, kinds=FIELDS["bank_statement"], **options)


def as_csv(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1", before: str = "") -> bytes:
    """A workbook; `before` names an empty sheet in front."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    if before:
        book.add_worksheet(before)
    page = book.add_worksheet(sheet)
    dates = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, datetime):
                page.write_datetime(number, place, cell, dates)
            elif cell is not None:
                page.write(number, place, cell)
    book.close()
    return out.getvalue()
