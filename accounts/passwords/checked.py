"""Validate a new password against every rule; the refusal is an error of its field."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from core.errors import DomainError


def checked_password(password: str, user: User, *, field: str = "password") -> None:
    """Raises DomainError PASSWORD_TOO_WEAK on `field` for a password that this person may not choose."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError(error.messages[0], code="PASSWORD_TOO_WEAK", field=field) from error
