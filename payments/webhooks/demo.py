"""The demo's webhook secret: every test-mode delivery of the demo is signed with it too, as `stripe listen` does."""

import hashlib
import hmac

from django.conf import settings


def demo_secret() -> str:
    """Always the same on one machine, and told by `python -m marketplace demo`; of no use in production."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"choxa demo webhook secret", hashlib.sha256)
    return f"whsec_{made.hexdigest()[:40]}"


def signs_demo(livemode: bool) -> bool:
    """Whether a delivery of this mode carries the demo's signature."""
    return not livemode and not settings.PRODUCTION
