"""The text of a VietQR code: EMV fields of NAPAS 247, for one transfer of one amount to one account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_GUID = "A000000727"  # NAPAS
_TO_ACCOUNT = "QRIBFTTA"
BILL, PURPOSE = "01", "08"  # fields within tag 62
MAX_WORDS = 25  # characters that every bank's application accepts


def qr_text(*, bin: str, number: str, amount: int, words: Mapping[str, str]) -> str:
    """The QR's text: `amount` đồng to account `number` at the bank of this BIN.

    `words` are the texts by field (PURPOSE: the transfer's text). Raises ValueError where a value does not fit the
    format; callers have checked the values before.
    """
    if not re.fullmatch(r"\d{6}", bin) or not re.fullmatch(r"[0-9A-Za-z]{1,19}", number):
        raise ValueError("no such account can be written")
    if amount <= 0 or not all(re.fullmatch(rf"[ -~]{{1,{MAX_WORDS}}}", text) for text in words.values()):
        raise ValueError("no such transfer can be written")
    bank = _field("00", bin) + _field("01", number)
    fields = [
        _field("00", "01"),
        _field("01", "12"),  # dynamic: for one payment, since it has an amount
        _field("38", _field("00", _GUID) + _field("01", bank) + _field("02", _TO_ACCOUNT)),
        _field("53", "704"),
        _field("54", str(amount)),
        _field("58", "VN"),
        _field("62", "".join(_field(tag, text) for tag, text in sorted(words.items()))),
    ]
    body = "".join(fields) + "6304"
    return body + crc16(body)


@dataclass(frozen=True)
class Read:
    """The transfer that a QR requests."""

    bin: str
    number: str
    amount: int  # đồng
    purpose: str  # the transfer's text


def read(text: str) -> Read:
    """Parse a QR's text. Raises ValueError for a wrong checksum, and where it is no NAPAS QR with an amount."""
    if not text.isascii() or text[-8:-4] != "6304" or crc16(text[:-4]) != text[-4:]:
        raise ValueError("wrong checksum")
    fields = _fields(text)
    napas = _fields(fields.get("38", ""))
    bank = _fields(napas.get("01", ""))
    amount = fields.get("54", "")
    if napas.get("00") != _GUID or not amount.isdecimal() or not {"00", "01"} <= bank.keys():
        raise ValueError("no transfer of NAPAS")
    return Read(bank["00"], bank["01"], int(amount), _fields(fields.get("62", "")).get(PURPOSE, ""))


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 1021, start FFFF) of ASCII text, as four capital hexadecimal digits."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def _fields(text: str) -> dict[str, str]:
    """Parse a sequence of tag, length and value. Raises ValueError where it is cut off."""
    found: dict[str, str] = {}
    while text:
        length = int(text[2:4])
        found[text[:2]] = text[4 : 4 + length]
        if len(found[text[:2]]) != length:
            raise ValueError("cut off")
        text = text[4 + length :]
    return found


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"
