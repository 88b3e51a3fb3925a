"""Statements laid out as real banks lay them out, read by the layouts that come with the house."""

from datetime import datetime
from pathlib import Path

import pytest

from core.clock import VIETNAM
from payments.bank.feeds.statement.file import read_statement
from payments.base.file_import.reader import layout
from payments.models import FileLayout

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).with_name("statements")
LAST = datetime(2026, 10, 31, 9, tzinfo=VIETNAM)
GENERAL, VIETCOMBANK = "Sao kê ngân hàng (chung)", "Vietcombank (mẫu tham khảo)"
VCB = [
    (datetime(2026, 10, 31, tzinfo=VIETNAM), -99_000, "5000.10001", 52_547, "TIEN XOAI MAU"),
    (datetime(2026, 11, 1, tzinfo=VIETNAM), 26_338_000, "5000.10002", 26_390_547, "TIEN GAO MAU"),
]


@pytest.mark.parametrize(
    ("file", "name", "lines"),
    [
        ("sao-ke-gach-ngang-la-khong", GENERAL, [(LAST, 99_000, "5000.10004", 52_547, "TIEN MAU")]),
        ("sao-ke-tieu-de-song-ngu-xuong-dong", GENERAL, [(LAST, -99_000, "5000.10003", 52_547, "TIEN MAU")]),
        ("vcb-sao-ke-ngay-va-so-ct-chung-o", VIETCOMBANK, VCB),
        ("vcb-sao-ke-ngay-va-so-ct-chung-o", GENERAL, VCB),
    ],
)
def test_a_statement_of_a_bank_is_read(file, name, lines):
    created = layout(FileLayout.objects.get(name=name))
    read = read_statement((FOLDER / f"{file}.xlsx").read_bytes(), created)
    assert [(line.moment, line.amount, line.bank_reference, line.balance, line.content) for line in read] == lines
