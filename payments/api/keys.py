"""Keys of the API: how they look, and whose a given one is. Only digests are stored."""

import hashlib
import secrets

from core.identifiers import BASE62
from payments.models import ApiKey

SECRET, RESTRICTED = "secret", "restricted"
_PREFIXES = {(SECRET, True): "sk_live_", (SECRET, False): "sk_test_"}
_PREFIXES |= {(RESTRICTED, True): "rk_live_", (RESTRICTED, False): "rk_test_"}
_LENGTH = 48  # base-62 symbols: 285 random bits


def prefix(kind: str, livemode: bool) -> str:
    return _PREFIXES[kind, livemode]


def new_key(kind: str, livemode: bool) -> str:
    """A fresh key, to be shown once."""
    return prefix(kind, livemode) + "".join(secrets.choice(BASE62) for _ in range(_LENGTH))


def digest(key: str) -> str:
    """What is stored of a key; it is random enough to need no salt, and is found by it without comparing secrets."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def mode_of(key: str) -> bool | None:
    """Whether a text looks like a live key (True) or a test key (False); None where it looks like neither."""
    return next((live for (_kind, live), start in _PREFIXES.items() if key.startswith(start)), None)


def masked(key: str) -> str:
    """A key as an answer may repeat it: its beginning and its last four symbols."""
    start = next((start for start in _PREFIXES.values() if key.startswith(start)), key[:8] if len(key) > 16 else "")
    return f"{start}{'*' * 12}{key[-4:] if len(key) > 16 else ''}".replace("\x00", "")


def find(key: str) -> ApiKey | None:
    """The stored key, with its payee, also one that was revoked; None where there is none (1 statement)."""
    return ApiKey.objects.select_related("payee").filter(digest=digest(key)).first()
