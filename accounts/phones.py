"""Phone numbers: typed in any form, stored as national digits ("0912345678"), shown in groups."""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberType

from core.cleaning import clean_line

_COUNTRY = "VN"
_KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_MARKS = " ()./-–"  # between the groups of a number
_LONGEST = 40


def phone_digits(text: str) -> str | None:
    """Its digits, with a leading "+"; None if it has other characters than digits and group separators.

    The library reads letters as the digits of their keys: "0912345Lan" would be another person's number.
    """
    if len(text) > _LONGEST:
        return None
    plain = "".join(_ascii(char) for char in clean_line(text))
    bare = re.sub(f"[{re.escape(_MARKS)}]", "", plain)
    return bare if re.fullmatch(r"\+?[0-9]+", bare) else None


def normalize_phone(text: str) -> str | None:
    """The national digits of a Vietnamese number in any spelling (+84, spaces, dots); None if it is none."""
    digits = phone_digits(text)
    if digits is None:
        return None
    if re.fullmatch(r"084[0-9]{9}", digits):  # the trunk's 0 before the country's code
        digits = f"+{digits[1:]}"
    try:
        number = phonenumbers.parse(digits, _COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number_for_region(number, _COUNTRY):
        return None
    if phonenumbers.number_type(number) not in _KINDS:  # a service line (1800…) is not personal
        return None
    return f"0{number.national_number}"


def format_phone(phone: str) -> str:
    """Formatted: "0912345678" → "0912 345 678"; other text unchanged."""
    if not phone.isdigit() or len(phone) < 10:
        return phone
    return f"{phone[:-6]} {phone[-6:-3]} {phone[-3:]}"


def _ascii(char: str) -> str:
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    return "+" if char == "＋" else char
