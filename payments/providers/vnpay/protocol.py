"""VNPay 2.1.0 as messages are written: our merchant account, the alphabet and clock of the fields, the signatures.

A signature is an HMAC-SHA512 over sorted, form-encoded parameters, or over values joined by bars. Encoders differ on
two characters: Python's keeps "~", Java's keeps "*". What we send holds neither; what we receive is accepted in either
spelling.
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
AMOUNTS = range(5_000, 1_000_000_000)  # đồng: what VNPay takes in one payment
# How others write its name, folded and without blanks: the brand, or the company's full name.
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
    """Read anew each time: tests and the demo may change it."""
    return Merchant(**settings.VNPAY)


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


def canonical(params: Mapping[str, str], *, safe: str = "") -> str:
    """The signed string, which is the query too: empty values and hashes dropped, keys ascending, space as "+"."""
    pairs = sorted((key, value) for key, value in params.items() if value != "" and key not in _UNSIGNED)
    return "&".join(f"{quote_plus(key, safe=safe)}={quote_plus(value, safe=safe)}" for key, value in pairs)


def sign(params: Mapping[str, str], secret: str) -> str:
    """The hash of a pay request, a return or an IPN, in lower-case hex."""
    return signed(params, secret)[1]


def signed(params: Mapping[str, str], secret: str) -> tuple[str, str]:
    """The query of a message, and its hash."""
    query = canonical(params)
    return query, _hash(query, secret)


def verify(params: Mapping[str, str], secret: str) -> bool:
    """Whether the message carries the hash that only the holder of the secret can make."""
    signature = params.get("vnp_SecureHash", "")
    spellings = (canonical(params), canonical(params, safe="*").replace("~", "%7E"))
    # Both are always computed: the time taken tells nothing about how near a guess came.
    matches = [_same(signature, _hash(spelling, secret)) for spelling in spellings]
    return bool(secret) and any(matches)


def sign_bar(values: Iterable[str], secret: str) -> str:
    """The hash of querydr and refund, request or answer: the values in their documented order, joined by "|"."""
    return _hash("|".join(values), secret)


def verify_bar(values: Iterable[str], signature: str, secret: str) -> bool:
    """Whether `given` is the hash of these values; a missing hash never is."""
    return bool(secret) and _same(signature, sign_bar(values, secret))


def _hash(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def _same(signature: str, expected: str) -> bool:
    # As bytes: compare_digest refuses non-ASCII text, and a stranger chooses what is given.
    return hmac.compare_digest(signature.lower().encode(), expected.encode())
