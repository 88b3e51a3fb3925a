"""Phone numbers: whatever a person types, stored as national digits ("0912345678"), shown in groups."""

import phonenumbers
from phonenumbers import PhoneNumberType

_COUNTRY = "VN"
_KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def normalize_phone(text: str) -> str | None:
    """The national digits of a Vietnamese number, however it was typed (+84, spaces, dots); None where it is none."""
    try:
        number = phonenumbers.parse(text, _COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number_for_region(number, _COUNTRY):
        return None
    if phonenumbers.number_type(number) not in _KINDS:  # a service line (1800…) is nobody's own
        return None
    return f"0{number.national_number}"


def format_phone(phone: str) -> str:
    """ "0912345678" → "0912 345 678"; what is no such number is shown as it is."""
    if not phone.isdigit() or len(phone) < 10:
        return phone
    return f"{phone[:-6]} {phone[-6:-3]} {phone[-3:]}"
