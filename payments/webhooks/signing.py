"""Stripe's signature over a webhook: `t=<unix>,v1=<HMAC-SHA256 of "t.payload">`, one v1 for each secret that signs.

https://docs.stripe.com/webhooks#verify-manually
Every test-mode delivery of the demo is signed with the demo's secret, too, as `stripe listen` does.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from django.conf import settings

from core.identifiers import BASE62


def new_secret() -> str:
    """A fresh secret such as "whsec_4f…": 190 random bits."""
    return "whsec_" + "".join(secrets.choice(BASE62) for _ in range(32))


def header(body: bytes, secrets_of: Sequence[str], moment: int) -> str:
    """The `Stripe-Signature` of a body at a moment (Unix seconds), made with each of the secrets."""
    signed = b"%d." % moment + body
    made = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets_of]
    return ",".join([f"t={moment}", *(f"v1={signature}" for signature in made)])


def demo_secret() -> str:
    """The demo's secret: derived from this machine's key, printed by `python -m marketplace demo`; unused in
    production.
    """
    made = hmac.new(settings.SECRET_KEY.encode(), b"choxa demo webhook secret", hashlib.sha256)
    return f"whsec_{made.hexdigest()[:40]}"


def signs_demo(livemode: bool) -> bool:
    """Whether a delivery of this mode is also signed with the demo's secret."""
    return not livemode and not settings.PRODUCTION
