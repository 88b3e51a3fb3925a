"""The code in a transfer's text: recognised after changes by banks and people, without false matches."""

import random

import pytest

from core.identifiers import CROCKFORD
from payments.providers.vietqr.transfer_code import LENGTH, check_symbols, find_codes, is_damaged, new_code

CODE = "CX7K2P9DXM4H48"
ROUND = "CX01ABCD10Z0CP"  # noughts and ones, which people write as letters

MANGLED = [
    "CX7K2P9DXM4H48",
    "cx7k2p9dxm4h48",
    "CX 7K2P 9DXM 4H48",
    "CX-7K2P-9DXM-4H-48",
    "C X 7 K 2 P 9 D X M 4 H 4 8",
    "CX7K2P9DXM4H48 FT24330123456789",
    "MBVCB.3278907687.CX7K2P9DXM4H48.CT tu 0071001234567 NGUYEN VAN A toi 0123456789 HO MAU tai VCB",
    "MBVCB.3278907687.5656.CX7K2P9DXM4H48.CT tu 0071001234567",
    "IBFT CX7K2P9DXM4H48",
    "CT DEN:432112345678 CX7K2P9DXM4H48",
    "CUSTOMER CX7K2P9DXM4H48 - Ma giao dich/ Trace 123456",
    "NGUYEN THI HOA chuyen tien CX7K2P9DXM4H48",
    "Nguyễn Thị Hoa chuyển tiền mua xoài CX7K2P9DXM4H48",
    "ck tien xoai cx7k2p9dxm4h48 cam on shop",
    "QR - CX7K2P9DXM4H48",
    "VietQR;CX7K2P9DXM4H48;970436",
    "Thanh toan QR CX7K2P9DXM4H48-CHUYEN TIEN-OQCH0003ABCD-MOMO0123456789MOMO",
    "MOMO-CASHIN-0912345678-OQCH0003ABCD CX7K2P9DXM4H48",
    "ZP 241126000123456 CX7K2P9DXM4H48",
    "020097042211261530102024XYZ1234567890.12345.153010.CX7K2P9DXM4H48",
    "TKThe :0123456789, tai Vietcombank. CX7K2P9DXM4H48 -CTLNHIDI000012345678",
    "CX7K2P9D\nXM4H48",
    "CX7K2P9D XM4H48-261126-10:15:02 123456",
    "CX7K2P9DXM4H48.",
    "(CX7K2P9DXM4H48)",
    "*CX7K2P9DXM4H48*",
    "noi dung:CX7K2P9DXM4H48,so tien:150000",
    "FT24330123456789CX7K2P9DXM4H48BNK",
    "ngoc xuan chuyen khoan CX7K2P9DXM4H48",  # "ngoC Xuan": a beginning that is none
    "được xoài rồi CX7K2P9DXM4H48 nhé",
    "ＣＸ７Ｋ２Ｐ９ＤＸＭ４Ｈ４８",  # full-width letters
    "CX7K2P9DXM4H48\u200b",
    "CX7K2P9DXM4H48 CX7K2P9DXM4H48",
]

CONFUSED = [
    "CXO1ABCD10Z0CP",
    "CX0IABCD10Z0CP",
    "CX0LABCD1OZOCP",
    "cxolabcdiozocp",
    "CX O1AB CDIO ZOCP",
]

NONE = [
    "",
    "chuyen tien",
    "Nguyen Ngoc Xuan chuyen tien mua xoai",
    "CX",
    "CX7K2P9DXM4H",  # cut off
    "CX7K2P9DXM4H4",
    "CX7K2P9DXM4H49",  # one symbol wrong
    "CX7K2P9DXM4H84",  # two swapped
    "CXK72P9DXM4H48",
    "CX8K2P9DXM4H48",
    "7K2P9DXM4H48",
    "X7K2P9DXM4H48",
    "MBVCB.3278907687.5656.CT tu 0071001234567 NGUYEN VAN A",
    "CXUUUUUUUUUUUU",
    "\x00",
]


@pytest.mark.parametrize("text", MANGLED)
def test_found_in_mangled_texts(text: str) -> None:
    assert find_codes(text) == [CODE]


@pytest.mark.parametrize("text", CONFUSED)
def test_letters_for_digits(text: str) -> None:
    assert find_codes(text) == [ROUND]


@pytest.mark.parametrize("text", NONE)
def test_text_without_a_transfer_code_yields_none(text: str) -> None:
    assert find_codes(text) == []


def test_two_codes_in_their_order() -> None:
    assert find_codes(f"{ROUND} roi {CODE}") == [ROUND, CODE]


def test_new_codes_are_legible_and_distinct() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == LENGTH == 14 and find_codes(f"ck {code.lower()} xin") == [code] for code in codes)


def test_every_wrong_symbol_and_every_swap_is_seen() -> None:
    symbols = CODE[2:12]
    right = check_symbols(symbols)
    for place in range(10):
        for other in CROCKFORD.replace(symbols[place], ""):
            assert check_symbols(symbols[:place] + other + symbols[place + 1 :]) != right
    for place in range(9):
        swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
        assert check_symbols(swapped) != right


def test_accidents_pass_once_in_a_thousand() -> None:
    chance = random.Random(4)
    texts = ("CX" + "".join(chance.choice(CROCKFORD) for _ in range(12)) for _ in range(20_000))
    assert sum(bool(find_codes(text)) for text in texts) < 40  # 20 expected


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("CX7K2P9DXM4H49", True),
        ("MBVCB.1.CX7K2P9DXM4H.CT tu", True),
        ("CX7K2P9", False),  # too little is left of it
        ("duoc xoai ngon lam", False),
        ("Nguyen Ngoc Xuan 0912345678", False),
        ("CXABCDEFGHJK", False),  # no digit: a name
    ],
)
def test_damaged_codes_are_noticed(text: str, damaged: bool) -> None:
    assert is_damaged(text) is damaged
