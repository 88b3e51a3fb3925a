"""The narrow alphabet of VNPay's fields, and its clock."""

import ipaddress
import re
from datetime import datetime

from core import clock
from core.text import fold, unaccent

# How others write its name, folded and without blanks: the brand, or the company's full name.
_NAMES = ("vnpay", "giaiphapthanhtoanvietnam")


def plain(text: str, limit: int = 255) -> str:
    """Text without diacritics in [A-Za-z0-9 .:_-], as vnp_OrderInfo allows: "Chợ Xã #1" → "Cho Xa 1"."""
    text_allowed = re.sub(r"[^A-Za-z0-9 .:_-]+", " ", unaccent(text))
    return " ".join(text_allowed.split())[:limit].strip()


def stamp(moment: datetime) -> str:
    """A moment as VNPay writes it: yyyyMMddHHmmss on a clock in Việt Nam."""
    return f"{clock.local(moment):%Y%m%d%H%M%S}"


def moment(text: str) -> datetime | None:
    """A moment as VNPay writes it; None where it is none that a clock can show: everyone counts days by it."""
    if not re.fullmatch(r"20[0-9]{12}", text):
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=clock.VIETNAM)
    except ValueError:
        return None


def ip_address(text: str) -> str:
    """A buyer's address in the 7 to 45 characters that vnp_IpAddr allows ("::1" is too short for it)."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return "127.0.0.1"
    written = str(found)
    return written if len(written) >= 7 else found.exploded


def names_vnpay(words: str) -> bool:
    """Whether the words of a bank transfer name VNPay."""
    bare = "".join(symbol for symbol in fold(words) if symbol.isalnum())
    return any(name in bare for name in _NAMES)
