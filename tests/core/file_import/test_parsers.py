"""Cells as banks, gateways and Excel write them."""

from datetime import date, datetime

import pytest

from core.clock import VIETNAM
from core.file_import.column_mapping import DATE_FORMATS
from core.file_import.parsers import as_amount, as_moment, as_text


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("1'234'567", 1_234_567),
        ("1.234", 1_234),
        ("1,234", 1_234),
        ("245000", 245_000),
        ("245.000 đ", 245_000),
        ("245.000 VND", 245_000),
        ("245.000VNĐ", 245_000),
        ("245.000 ₫", 245_000),
        ("1.234.567,00", 1_234_567),
        ("1,234,567.00", 1_234_567),
        ("1234.0", 1_234),
        ("1234,00", 1_234),
        ("1.234,000", 1_234),
        ("-245.000", -245_000),
        ("−245.000", -245_000),
        ("- 245.000", -245_000),
        ("245.000-", -245_000),
        ("(245.000)", -245_000),
        ("+245.000", 245_000),
        ("0", 0),
        (245_000, 245_000),
        (245_000.0, 245_000),
        ("", None),
        ("  \u00a0", None),
        (None, None),
        ("-", None),  # banks write a dash for an empty cell
        (" – ", None),
        ("—", None),
    ],
)
def test_amounts_are_read(cell, amount):
    assert as_amount(cell) == amount


@pytest.mark.parametrize(
    "cell",
    [
        "1.234,5",
        "12,34",
        "1234.5",
        "12 34",
        "1.23.456",
        "1,234.567",
        "1.23457E+12",
        "mười nghìn",
        "#N/A",
        "--5",
        1234.5,
        float("nan"),
        float("inf"),
        True,
        datetime(2026, 11, 22),
        "9" * 20,
    ],
)
def test_fractions_of_a_dong_are_refused(cell):
    with pytest.raises(ValueError):
        as_amount(cell)


def test_scaled_amounts_are_divided():
    assert as_amount("30.000.000", 100) == 300_000
    assert as_amount(30_000_000, 100) == 300_000
    with pytest.raises(ValueError, match="đơn vị"):
        as_amount("30.000.050", 100)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("22/11/2026", datetime(2026, 11, 22)),
        ("2/1/2026", datetime(2026, 1, 2)),
        ("22/11/2026 19:00:05", datetime(2026, 11, 22, 19, 0, 5)),
        ("22/11/2026  19:00", datetime(2026, 11, 22, 19)),
        ("22-11-2026", datetime(2026, 11, 22)),
        ("22-11-2026 19:00", datetime(2026, 11, 22, 19)),
        ("22.11.2026", datetime(2026, 11, 22)),
        ("19:00 22/11/2026", datetime(2026, 11, 22, 19)),
        ("2026-11-22", datetime(2026, 11, 22)),
        ("2026-11-22 19:00:05", datetime(2026, 11, 22, 19, 0, 5)),
        ("20261122190005", datetime(2026, 11, 22, 19, 0, 5)),
        (20261122190005, datetime(2026, 11, 22, 19, 0, 5)),
        ("2026-11-22T23:30:00+00:00", datetime(2026, 11, 23, 6, 30)),
        (datetime(2026, 11, 22, 19), datetime(2026, 11, 22, 19)),
        (date(2026, 11, 22), datetime(2026, 11, 22)),
        (46348, datetime(2026, 11, 22)),  # Excel's serial date without its format
        (46348.75, datetime(2026, 11, 22, 18)),
    ],
)
def test_date_times_are_read(cell, moment):
    assert as_moment(cell, DATE_FORMATS) == moment.replace(tzinfo=VIETNAM)


@pytest.mark.parametrize("cell", ["11/22/2026", "31/02/2026", "22/11/26", "hôm qua", "22/11/1026", 5, True])
def test_invalid_date_times_are_refused(cell):
    with pytest.raises(ValueError):
        as_moment(cell, DATE_FORMATS)


def test_configured_formats_exclude_others():
    assert as_moment("11/22/2026", ["%m/%d/%Y"]) == datetime(2026, 11, 22, tzinfo=VIETNAM)
    with pytest.raises(ValueError):
        as_moment("22/11/2026", ["%m/%d/%Y"])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  26 11\u00a022 ", "26 11 22"),
        ("\ufeff'0123", "0123"),
        (14422574, "14422574"),
        (14422574.0, "14422574"),
        ("a\x00b", "ab"),
        (None, ""),
    ],
)
def test_texts_are_read(cell, text):
    assert as_text(cell) == text


@pytest.mark.parametrize("cell", [2.6112219e17, 10**15, "2.61122E+17"])
def test_reference_changed_by_excel_is_refused(cell):
    with pytest.raises(ValueError, match="Excel"):
        as_text(cell)
