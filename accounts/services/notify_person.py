"""Notify a person on the site of a change of their account by another person."""

from accounts.models import SecurityNotice, User
from core import clock


def notify_person(user: User, action: str) -> None:
    """Shown after the next sign-in and on the account's page until it is read; `action` is the audit entry's."""
    SecurityNotice.objects.create(user=user, action=action, at=clock.now())
