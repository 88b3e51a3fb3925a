"""Bearer tokens for the GraphQL API: PyJWT, HS256, short access and long refresh, under the user's epoch."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import jwt
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import refresh_tokens
from accounts.models import User
from core import clock
from core.errors import DomainError

ACCESS_LASTS = timedelta(minutes=5)
_ALGORITHM = "HS256"
Kind = Literal["access", "refresh"]


@dataclass(frozen=True)
class Tokens:
    access: str
    refresh: str


def issue(user: User) -> Tokens:
    """An access token (5 minutes) and a refresh token (one use, within the limits of `refresh_tokens`) of a sign-in."""
    return Tokens(_access(user), _encode(user, "refresh", refresh_tokens.open_family(user)))


def refresh(token: str) -> tuple[User, Tokens]:
    """The user, a new access token, and the refresh token that takes the place of this one. Raises as `read`.

    A reused token revokes its family for every holder. That is committed, so this must not run inside a transaction.
    """
    user, claims = _read(token, "refresh")
    claims_of_next = refresh_tokens.use(user, claims)
    if claims_of_next is None:
        raise _invalid()
    return user, Tokens(_access(user), _encode(user, "refresh", claims_of_next))


def read(token: str) -> User:
    """The user of this access token, who must be active and not signed out since.

    Raises DomainError with Saleor's codes: JWT_SIGNATURE_EXPIRED, JWT_INVALID_TOKEN.
    """
    return _read(token, "access")[0]


def _read(token: str, kind: Kind) -> tuple[User, dict[str, Any]]:
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
    if user is None or claims["type"] != kind or claims["epoch"] != user.session_epoch or not user.may_act:
        raise _invalid()
    return user, claims


def _access(user: User) -> str:
    return _encode(user, "access", {"exp": clock.now() + ACCESS_LASTS})


def _encode(user: User, kind: Kind, more: dict[str, Any]) -> str:
    claims: dict[str, Any] = {"iat": clock.now(), "iss": settings.BASE_URL}
    claims |= {"type": kind, "user": user.pk, "epoch": user.session_epoch}
    return jwt.encode(claims | more, _key(), algorithm=_ALGORITHM)


def _key() -> bytes:
    """A separate key, so that no other signed value can be used as a token."""
    return hashlib.sha256(f"accounts.tokens:{settings.SECRET_KEY}".encode()).digest()


def _invalid() -> DomainError:
    return DomainError(_("Mã truy cập không hợp lệ."), code="JWT_INVALID_TOKEN", field="token")
