"""Secrets at rest: what must be read again later (a webhook's secret, a bank feed's key) lies sealed in its column.

The key is derived from SECRET_KEY; CHOXA_OLD_SECRET_KEYS (settings.SECRET_KEY_FALLBACKS) still open what they sealed,
until `core.reencryption` has sealed it anew. A column that holds such a text is named `sealed_…`, by which that finds it.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class DecryptionError(Exception):
    """The text was sealed with a key that this machine does not have, or was changed since."""


def encrypt(text: str) -> str:
    """The text, encrypted and authenticated (Fernet: AES-128-CBC with HMAC-SHA256), for a text column."""
    return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """What was sealed. Raises DecryptionError."""
    try:
        return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError("sealed with another key, or changed since") from error


def is_current(token: str) -> bool:
    """Whether the key of today has sealed it."""
    try:
        _box(settings.SECRET_KEY).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


@cache
def _box(*keys: str) -> MultiFernet:
    derived = [HKDF(SHA256(), 32, salt=None, info=b"choxa sealed columns").derive(key.encode()) for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
