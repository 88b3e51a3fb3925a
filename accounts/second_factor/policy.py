"""Who must have a second factor, and who has one."""

from django.conf import settings

from accounts.models import Authenticator, User
from accounts.roles import works_for_the_public


def is_required(user: User) -> bool:
    """Where sales are real: of officials, the operator's people and staff. Everyone else may have one."""
    return settings.PRODUCTION and works_for_the_public(user)


def has_second_factor(user: User) -> bool:
    """Whether a code is asked for at this person's sign-in (1 statement)."""
    return Authenticator.objects.filter(user_id=user.pk, confirmed_at__isnull=False).exists()
