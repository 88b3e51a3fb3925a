"""Phone numbers as people type them; one stored spelling."""

import pytest

from accounts.phones import format_phone, normalize_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        (" 0912-345-678 ", "0912345678"),
        ("0900000001", "0900000001"),
        ("0277 382 2222", "02773822222"),
        ("084912345678", "0912345678"),  # the trunk's 0 before the country's code
        ("084 912 345 678", "0912345678"),
        ("0084 912 345 678", "0912345678"),
        ("+84 (0) 912 345 678", "0912345678"),
        ("+840912345678", "0912345678"),
        ("(0277) 382-2222", "02773822222"),
        ("0912\u00a0345\u200b678\u202c", "0912345678"),
        ("０９１２３４５６７８", "0912345678"),
        ("٠٩١٢٣٤٥٦٧٨", "0912345678"),
        ("0912345Lan", None),
        ("0912 345 Anh", None),
        ("0912 XOAI 67", None),
        ("0900 000 Lan", None),
        ("tel:0912345678", None),
        ("0912345678;ext=2", None),
        ("0912345678x2", None),
        ("0912345678#2", None),
        ("0912345678, 0987654321", None),
        ("0912*345678", None),
        ("0912345678 ☎", None),
        ("O912345678", None),
        ("0" * 5_000, None),
        ("", None),
        ("abc", None),
        ("091234567", None),
        ("+1 650 253 0000", None),
        ("18001090", None),
        ("0912345678 ext 2", None),
    ],
)
def test_normalize_phone(typed: str, stored: str | None) -> None:
    assert normalize_phone(typed) == stored


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("0912345678", "0912 345 678"), ("02773822222", "02773 822 222"), ("", ""), ("12-3", "12-3")],
)
def test_format_phone(phone: str, shown: str) -> None:
    assert format_phone(phone) == shown
