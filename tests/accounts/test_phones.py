"""Numbers as people type them, one spelling stored."""

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
