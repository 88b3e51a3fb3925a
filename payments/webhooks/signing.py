"""Stripe's signature over a webhook: `t=<unix>,v1=<HMAC-SHA256 of "t.payload">`, one v1 for each secret that signs.

https://docs.stripe.com/webhooks#verify-manually
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from core.identifiers import BASE62


def new_secret() -> str:
    """A fresh secret such as "whsec_4f…": 190 random bits."""
    return "whsec_" + "".join(secrets.choice(BASE62) for _ in range(32))


def header(body: bytes, secrets_of: Sequence[str], moment: int) -> str:
    """The `Stripe-Signature` of a body at a moment (Unix seconds), made with each of the secrets."""
    signed = b"%d." % moment + body
    made = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets_of]
    return ",".join([f"t={moment}", *(f"v1={signature}" for signature in made)])
