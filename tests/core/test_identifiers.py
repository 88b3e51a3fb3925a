"""Order codes are unambiguous when read aloud."""

import re

import pytest

from core.identifiers import new_id, new_order_code, read_order_code


def test_new_order_code_has_groups_and_no_lookalikes() -> None:
    codes = {new_order_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(
        re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}", code) for code in codes
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7K2P-9DXM-4H", "7K2P-9DXM-4H"),
        (" 7k2p 9dxm 4h ", "7K2P-9DXM-4H"),
        ("7K2P–9DXM–4H", "7K2P-9DXM-4H"),
        ("OIL0-OIL0-11", "0110-0110-11"),
        ("7K2P-9DXM-4", None),
        ("7K2P-9DXM-4U", None),
        ("' OR 1=1 --", None),
        ("", None),
    ],
)
def test_order_code_is_read_in_any_spelling(typed: str, code: str | None) -> None:
    assert read_order_code(typed) == code


def test_new_order_codes_are_readable() -> None:
    assert all(read_order_code(code.lower()) == code for code in (new_order_code() for _ in range(200)))


def test_new_id_has_its_prefix() -> None:
    assert re.fullmatch(r"pi_[0-9A-Za-z]{24}", new_id("pi"))
