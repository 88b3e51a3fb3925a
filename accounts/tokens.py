"""Bearer tokens for the GraphQL API: PyJWT, HS256, short access and long refresh, under the user's epoch."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import jwt
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.demo import may_act
from accounts.models import User
from core import clock
from core.errors import DomainError

ACCESS_LASTS = timedelta(minutes=5)
REFRESH_LASTS = timedelta(days=30)
_ALGORITHM = "HS256"
Kind = Literal["access", "refresh"]


@dataclass(frozen=True)
class Tokens:
    access: str
    refresh: str


def issue(user: User) -> Tokens:
    """An access token (5 minutes) and a refresh token (30 days)."""
    return Tokens(_encode(user, "access", ACCESS_LASTS), _encode(user, "refresh", REFRESH_LASTS))


def refresh(token: str) -> str:
    """A new access token for a refresh token. Raises as `read`."""
    return _encode(read(token, kind="refresh"), "access", ACCESS_LASTS)


def read(token: str, *, kind: Kind = "access") -> User:
    """The user whose token this is, asked again: active, and not signed out since.

    Raises DomainError with Saleor's codes: JWT_SIGNATURE_EXPIRED, JWT_INVALID_TOKEN.
    """
    try:
        claims = jwt.decode(
            token,
            _key(),
            algorithms=[_ALGORITHM],
            issuer=settings.BASE_URL,
            options={"require": ["iat", "exp", "iss", "type", "user", "epoch"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise DomainError(
            _("Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại."), code="JWT_SIGNATURE_EXPIRED", field="token"
        ) from error
    except jwt.InvalidTokenError as error:
        raise _invalid() from error
    user = User.objects.filter(pk=claims["user"]).first() if isinstance(claims["user"], int) else None
    if user is None or claims["type"] != kind or claims["epoch"] != user.session_epoch or not may_act(user):
        raise _invalid()
    return user


def _encode(user: User, kind: Kind, lasts: timedelta) -> str:
    now = clock.now()
    claims: dict[str, Any] = {"iat": now, "exp": now + lasts, "iss": settings.BASE_URL}
    claims |= {"type": kind, "user": user.pk, "epoch": user.session_epoch}
    return jwt.encode(claims, _key(), algorithm=_ALGORITHM)


def _key() -> bytes:
    """A key of their own, so that nothing else signed with the secret can pass for a token."""
    return hashlib.sha256(f"accounts.tokens:{settings.SECRET_KEY}".encode()).digest()


def _invalid() -> DomainError:
    return DomainError(_("Mã truy cập không hợp lệ."), code="JWT_INVALID_TOKEN", field="token")
