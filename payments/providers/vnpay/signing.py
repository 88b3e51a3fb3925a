"""VNPay 2.1.0 signatures: HMAC-SHA512 over sorted, form-encoded parameters, or over values joined by bars.

Encoders differ on two characters: Python's keeps "~", Java's keeps "*". What we send holds neither (`texts.py`);
what we receive is accepted in either spelling.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import quote_plus

_UNSIGNED = ("vnp_SecureHash", "vnp_SecureHashType")


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
