"""The text behind a VietQR picture: EMV fields of NAPAS 247, for one transfer of one amount to one account."""

import re
from collections.abc import Mapping

_GUID = "A000000727"  # NAPAS
_TO_ACCOUNT = "QRIBFTTA"
BILL, PURPOSE = "01", "08"  # fields within tag 62
MAX_WORDS = 25  # characters that every bank's application takes


def qr_text(*, bin: str, number: str, amount: int, words: Mapping[str, str]) -> str:
    """The QR's text: `amount` đồng to account `number` at the bank of this BIN; `words` by their field (PURPOSE: the
    transfer's text).

    Raises ValueError where something cannot be said in the format: it is checked long before.
    """
    if not re.fullmatch(r"\d{6}", bin) or not re.fullmatch(r"[0-9A-Za-z]{1,19}", number):
        raise ValueError("no such account can be written")
    if amount <= 0 or not all(re.fullmatch(rf"[ -~]{{1,{MAX_WORDS}}}", text) for text in words.values()):
        raise ValueError("no such transfer can be written")
    bank = _field("00", bin) + _field("01", number)
    fields = [
        _field("00", "01"),
        _field("01", "12"),  # for one payment, since it says an amount
        _field("38", _field("00", _GUID) + _field("01", bank) + _field("02", _TO_ACCOUNT)),
        _field("53", "704"),
        _field("54", str(amount)),
        _field("58", "VN"),
        _field("62", "".join(_field(tag, text) for tag, text in sorted(words.items()))),
    ]
    body = "".join(fields) + "6304"
    return body + crc16(body)


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 1021, start FFFF) of ASCII text, as four capital hexadecimal digits."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"
