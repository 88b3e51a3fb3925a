"""The bearer of a request."""

from django.http import HttpRequest

from accounts import tokens
from accounts.models import User
from core.errors import DomainError
from core.logs.context import note_person
from core.logs.security import Event, record_event


def bearer(request: HttpRequest) -> User | None:
    """The user whose access token the request bears (`Authorization: Bearer …`, `JWT …`, or `Authorization-Bearer: …`).

    None without a token. Raises DomainError JWT_INVALID_TOKEN or JWT_SIGNATURE_EXPIRED.
    """
    token = request.headers.get("Authorization-Bearer", "")
    if not token:
        sent = request.headers.get("Authorization", "")
        scheme, _space, credentials = sent.partition(" ")
        token = credentials if scheme.lower() in {"bearer", "jwt"} else ""
        if not sent.isascii():  # a corrupted token: its bearer must not be treated as a guest
            token = sent
    if not token:
        return None
    try:
        user = tokens.read(token.strip())
    except DomainError as refusal:
        record_event(Event.TOKEN_REFUSED, reason=refusal.code.lower())
        raise
    note_person(f"user:{user.pk}")
    return user
