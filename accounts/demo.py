"""Demo accounts: their passwords are public, so they work only with the demo data and never in production."""

from django.conf import settings

from accounts.models import User


def demo_allowed() -> bool:
    """Whether demo sign-ins and keys work here: not in production, and the demo people were loaded."""
    return not settings.PRODUCTION and User.objects.filter(is_demo=True).exists()


def may_act(user: User) -> bool:
    """Whether this account may act. The row of a demo account proves that the demo data was loaded."""
    return user.is_active and not (user.is_demo and settings.PRODUCTION)
