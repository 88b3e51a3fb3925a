"""The message format of VNPay 2.1.0: our merchant account, the formats of the fields, the signatures.

A signature is an HMAC-SHA512 over sorted, form-encoded parameters, or over values joined by "|". Encoders differ on two
characters: Python's keeps "~", Java's keeps "*". Our messages contain neither. Received messages are accepted in both
encodings.
"""

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus

from django.conf import settings

from core import clock
from core.text import fold, unaccent

VERSION = "2.1.0"
AMOUNTS = range(5_000, 1_000_000_000)  # đồng that VNPay accepts in one payment
# Its names in bank transfers, folded and without blanks: the brand, or the company's full name.
_NAMES = ("vnpay", "giaiphapthanhtoanvietnam")
_UNSIGNED = ("vnp_SecureHash", "vnp_SecureHashType")


@dataclass(frozen=True)
class Merchant:
    tmn_code: str
    hash_secret: str
    pay_url: str
    api_url: str
    return_url: str
    ipn_url: str


def merchant() -> Merchant:
    """The merchant account, read from the settings each time: tests and the demo may change it."""
    return Merchant(**settings.VNPAY)


def plain(text: str, limit: int = 255) -> str:
    """Text without diacritics in [A-Za-z0-9 .:_-], as vnp_OrderInfo allows: "Chợ Xã #1" → "Cho Xa 1"."""
    text_allowed = re.sub(r"[^A-Za-z0-9 .:_-]+", " ", unaccent(text))
    return " ".join(text_allowed.split())[:limit].strip()


def stamp(moment: datetime) -> str:
    """A moment in VNPay's format: yyyyMMddHHmmss in Vietnamese time."""
    return f"{clock.local(moment):%Y%m%d%H%M%S}"


def moment(text: str) -> datetime | None:
    """Parse a moment in VNPay's format; None where it is invalid."""
    if not re.fullmatch(r"20[0-9]{12}", text):
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=clock.VIETNAM)
    except ValueError:
        return None


def ip_address(text: str) -> str:
    """A buyer's IP address in the 7 to 45 characters that vnp_IpAddr allows ("::1" is too short)."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return "127.0.0.1"
    written = str(found)
    return written if len(written) >= 7 else found.exploded


def names_vnpay(words: str) -> bool:
    """Whether the text of a bank transfer names VNPay."""
    bare = "".join(symbol for symbol in fold(words) if symbol.isalnum())
    return any(name in bare for name in _NAMES)


def canonical(params: Mapping[str, str], *, safe: str = "") -> str:
    """The signed string, which is also the query: without empty values and hashes, sorted by key, space as "+"."""
    pairs = sorted((key, value) for key, value in params.items() if value != "" and key not in _UNSIGNED)
    return "&".join(f"{quote_plus(key, safe=safe)}={quote_plus(value, safe=safe)}" for key, value in pairs)


def sign(params: Mapping[str, str], secret: str) -> str:
    """The signature of a pay request, a return or an IPN, in lower-case hex."""
    return signed(params, secret)[1]


def signed(params: Mapping[str, str], secret: str) -> tuple[str, str]:
    """The query of a message, and its signature."""
    query = canonical(params)
    return query, _hash(query, secret)


def verify(params: Mapping[str, str], secret: str) -> bool:
    """Whether the message has a valid signature."""
    signature = params.get("vnp_SecureHash", "")
    spellings = (canonical(params), canonical(params, safe="*").replace("~", "%7E"))
    # Both are always computed, so that the duration reveals nothing about a guess.
    matches = [_same(signature, _hash(spelling, secret)) for spelling in spellings]
    return bool(secret) and any(matches)


def sign_bar(values: Iterable[str], secret: str) -> str:
    """The signature of querydr and refund, request or answer: the values in the documented order, joined by "|"."""
    return _hash("|".join(values), secret)


def verify_bar(values: Iterable[str], signature: str, secret: str) -> bool:
    """Whether `signature` is that of these values; a missing signature is invalid."""
    return bool(secret) and _same(signature, sign_bar(values, secret))


def _hash(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def _same(signature: str, expected: str) -> bool:
    # As bytes: compare_digest refuses non-ASCII text, and the signature is untrusted input.
    return hmac.compare_digest(signature.lower().encode(), expected.encode())
