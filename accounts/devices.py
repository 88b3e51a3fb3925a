"""Known browsers: failed sign-ins of strangers do not lock a person out of them.

OWASP's device cookies: a signed token that names the accounts and the device. It authenticates nobody and grants no
access.
"""

import secrets
from datetime import timedelta

from django.core import signing

from accounts.models import User

LASTS = timedelta(days=365)
_SALT = "accounts.devices"
_MOST = 5  # accounts on one shared phone


def device_for(token: str, user: User) -> str | None:
    """The device's number, if this token was issued after a sign-in of the user; else None.

    Signing out everywhere, or a new password, makes all devices unknown.
    """
    number, accounts = _read(token)
    return number if [user.pk, user.session_epoch] in accounts else None


def remember(token: str, user: User) -> str:
    """The browser's new token; `token` is its present one ("" for none)."""
    number, accounts = _read(token)
    others = [account for account in accounts if account[0] != user.pk]
    users = [[user.pk, user.session_epoch], *others][:_MOST]
    return signing.dumps([number or secrets.token_urlsafe(16), users], salt=_SALT)


def _read(token: str) -> tuple[str, list[list[int]]]:
    if not token:
        return "", []
    try:
        number, accounts = signing.loads(token, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return number, accounts
