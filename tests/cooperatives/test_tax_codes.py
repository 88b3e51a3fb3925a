"""Tax codes in one spelling; each mistake is explained."""

import pytest
import time_machine

from cooperatives.tax_codes import public_tax_code, read_tax_code
from core.errors import DomainError


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("cooperative", "1401541495", "1401541495"),  # HTX Xoài Mỹ Xương
        ("cooperative", " 1401 541 495 ", "1401541495"),
        ("enterprise", "0100109106-001", "0100109106-001"),
        ("enterprise", "0100109106001", "0100109106-001"),
        ("household", "1401541495", "1401541495"),
        ("household", "082.093.001.234", "082093001234"),
        ("household", "001326000001", "001326000001"),  # a girl born in 2026
    ],
)
def test_tax_code_is_normalized(kind: str, typed: str, stored: str) -> None:
    with time_machine.travel("2026-11-22"):
        assert read_tax_code(kind, typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("cooperative", "1401541496", "sai số kiểm tra"),
        ("cooperative", "082093001234", "10 chữ số"),
        ("enterprise", "14015", "10 chữ số"),
        ("enterprise", "0100109106-000", "10 chữ số"),
        ("household", "14015", "12 số định danh"),
        ("household", "097093001234", "12 chữ số trên thẻ căn cước"),
        ("household", "000093001234", "12 chữ số trên thẻ căn cước"),
        ("household", "082227001234", "12 chữ số trên thẻ căn cước"),  # born in 2027
        ("household", "08209300123x", "chỉ gồm chữ số"),
        ("household", "٠٨٢٠٩٣٠٠١٢٣٤", "chỉ gồm chữ số"),
    ],
)
def test_invalid_tax_code_is_refused(kind: str, typed: str, message: str) -> None:
    with time_machine.travel("2026-11-22"), pytest.raises(DomainError, match=message) as caught:
        read_tax_code(kind, typed)
    assert (caught.value.code, caught.value.field) == ("INVALID_TAX_CODE", "tax_code")


def test_personal_tax_code_is_not_public() -> None:
    assert [public_tax_code(code) for code in ("1401541495", "0100109106-001", "082093001234", "")] == [
        "1401541495",
        "0100109106-001",
        "",
        "",
    ]
