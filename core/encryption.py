"""Secrets at rest: a secret that must be read again (a webhook's, a bank feed's key) is stored encrypted.

The key is derived from SECRET_KEY; CHOXA_OLD_SECRET_KEYS (settings.SECRET_KEY_FALLBACKS) decrypt what they encrypted
until `core.reencryption` has encrypted it again. It finds the columns by their names, which begin with `encrypted_`.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class DecryptionError(Exception):
    """The text was encrypted with a key that this machine does not have, or it was changed."""


def encrypt(text: str) -> str:
    """The text, encrypted and authenticated (Fernet: AES-128-CBC with HMAC-SHA256), for a text column."""
    return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The plain text. Raises DecryptionError."""
    try:
        return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError("encrypted with another key, or changed") from error


def is_current(token: str) -> bool:
    """Whether it was encrypted with the current key."""
    try:
        _box(settings.SECRET_KEY).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


@cache
def _box(*keys: str) -> MultiFernet:
    derived = [HKDF(SHA256(), 32, salt=None, info=b"choxa sealed columns").derive(key.encode()) for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
