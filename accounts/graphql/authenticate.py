"""The bearer of a request."""

from django.http import HttpRequest

from accounts import tokens
from accounts.models import User


def bearer(request: HttpRequest) -> User | None:
    """The user whose access token the request bears (`Authorization: Bearer …`, `JWT …`, or `Authorization-Bearer: …`).

    None without a token. Raises DomainError JWT_INVALID_TOKEN or JWT_SIGNATURE_EXPIRED.
    """
    token = request.headers.get("Authorization-Bearer", "")
    if not token:
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        token = given if scheme.lower() in {"bearer", "jwt"} else ""
    return tokens.read(token.strip()) if token else None
