"""A one-time link by which a person sets their own password, which nobody else knows."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import PasswordLink, User
from accounts.roles import is_operator
from accounts.services.notify_person import notify_person
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, Forbidden

LASTS = timedelta(hours=72)


def make_password_link(*, user: User, actor: User | None) -> str:
    """The address to hand to the person; links made for them before stop working.

    One person of the operator (or a superuser) makes it for a person without a password. A password is reset by two
    people (`confirm_reset`), or from the server's shell (actor None).

    Raises Forbidden, or DomainError HAS_PASSWORD.
    """
    if actor is not None:
        if not (actor.is_superuser or is_operator(actor)):
            raise Forbidden(_("Chỉ đơn vị vận hành được tạo liên kết đặt mật khẩu."))
        if user.has_usable_password():
            raise DomainError(
                _("Người này đã có mật khẩu. Hãy lập yêu cầu đặt lại, người khác của đơn vị vận hành xác nhận."),
                code="HAS_PASSWORD",
            )
    return issue_link(user=user, actor=actor)


@transaction.atomic
def issue_link(*, user: User, actor: User | None) -> str:
    """The link itself, for callers that have checked who may make it."""
    token, now = secrets.token_urlsafe(32), clock.now()
    PasswordLink.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)
    PasswordLink.objects.create(
        user=user, token_hash=hash_token(token), made_by=actor, made_at=now, expires_at=now + LASTS
    )
    record_audit(actor=actor, action="user.make_password_link", obj=user)
    if user.has_usable_password():
        notify_person(user, "user.make_password_link")
    return f"{settings.BASE_URL}{reverse('account:password-link', args=[token])}"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
