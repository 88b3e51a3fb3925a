"""The mode of this process: live or test. Live and test money never mix."""

from django.conf import settings


def livemode() -> bool:
    """True where real money moves: in production only."""
    return bool(settings.PRODUCTION)
