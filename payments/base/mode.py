"""Live and test money never meet: which of the two this process moves."""

from django.conf import settings


def livemode() -> bool:
    """True where real money moves: in production only."""
    return bool(settings.PRODUCTION)
