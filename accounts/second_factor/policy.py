"""Who must have a second factor, and whether a person has one."""

from django.conf import settings

from accounts.models import Authenticator, User
from accounts.roles import works_for_the_public


def is_required(user: User) -> bool:
    """In production it is required of officials, operators and staff; optional for everyone else."""
    return settings.PRODUCTION and works_for_the_public(user)


def has_second_factor(user: User) -> bool:
    """Whether this person's sign-in requires a code (1 statement)."""
    return Authenticator.objects.filter(user_id=user.pk, confirmed_at__isnull=False).exists()
