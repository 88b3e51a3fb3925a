"""Codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds) and recovery codes."""

import base64
import hashlib
import secrets
from urllib.parse import quote, urlencode

from django.conf import settings
from django_otp.oath import TOTP

from accounts.models import Authenticator, User
from core import clock
from core.encryption import DecryptionError, decrypt

_TOLERANCE = 1  # steps of 30 s by which the phone's clock may have drifted since the last use
_MOST_DRIFT = 10  # steps
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: no i, l, o, u
_RECOVERY_LETTERS = 28  # 140 bits
RECOVERY_CODES = 10


def new_secret() -> str:
    """20 random bytes in base32, as apps take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def provisioning_uri(user: User, secret: str) -> str:
    """The content of the QR (Key Uri Format)."""
    issuer = f"Chợ Xã {settings.MARKET['place']}"
    label = quote(f"{issuer}:{user.phone or user.email}", safe=":")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def takes(device: Authenticator, code: str) -> bool:
    """Whether this code is valid now and newer than the last accepted one; stores its step. The row is locked."""
    if not (len(code) == 6 and code.isascii() and code.isdecimal()):
        return False
    try:
        secret = decrypt(device.encrypted_secret)
    except DecryptionError:  # the signing key was lost: recovery codes still work, and two people can reset it
        return False
    totp = TOTP(base64.b32decode(secret), drift=device.drift)
    totp.time = clock.now().timestamp()
    if not totp.verify(int(code), _TOLERANCE, device.last_step + 1):
        return False
    device.last_step = totp.t()
    device.drift = max(-_MOST_DRIFT, min(totp.drift, _MOST_DRIFT))
    device.save(update_fields=["last_step", "drift"])
    return True


def new_recovery_code() -> str:
    """A recovery code such as "k3vf-8xq2-…": seven groups of four."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LETTERS))
    return "-".join(letters[at : at + 4] for at in range(0, _RECOVERY_LETTERS, 4))


def hash_recovery_code(typed: str) -> str:
    """Normalize a typed code: without dashes and spaces, in lower case, o read as 0, i and l as 1."""
    letters = typed.lower().replace("-", "").replace(" ", "").translate(str.maketrans("oil", "011"))
    return hashlib.sha256(letters.encode()).hexdigest()
