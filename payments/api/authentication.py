"""Authentication: the key of the request, its permissions, and whose objects it sees."""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass

from django.http import HttpRequest

from core import clock, rows
from core.identifiers import BASE62
from core.logs.context import note_person
from core.logs.security import Event, record_event
from payments.api.errors import ApiError
from payments.base.mode import livemode
from payments.events.serializers.platform_account import PLATFORM
from payments.models import ApiKey, ApiKeyKind, Payee

READ, WRITE = "read", "write"
SCOPE = "v1:"  # begins the scope of every idempotency key of the API
_PREFIXES: dict[tuple[str, bool], str] = {
    (ApiKeyKind.SECRET, True): "sk_live_",
    (ApiKeyKind.SECRET, False): "sk_test_",
    (ApiKeyKind.RESTRICTED, True): "rk_live_",
    (ApiKeyKind.RESTRICTED, False): "rk_test_",
}
_LENGTH = 48  # base-62 symbols: 285 random bits


@dataclass(frozen=True)
class ApiCaller:
    """The caller: the holder of a key. `account` is the payee whose objects are seen; None: the platform's own."""

    key: ApiKey
    account: str | None
    masked: str

    @property
    def is_platform(self) -> bool:
        """Whether the key is the operator's, whichever account it looks at."""
        return self.key.payee_id is None

    @property
    def livemode(self) -> bool:
        return self.key.livemode

    @property
    def scope(self) -> str:
        """The scope of this caller's idempotency keys."""
        mode = "live" if self.livemode else "test"
        return f"{SCOPE}{mode}:{self.account or 'platform'}:{self.key.payee_id or 'platform'}"

    def may(self, permission: str, level: str) -> bool:
        if self.key.kind == ApiKeyKind.SECRET:
            return True
        granted = self.key.permissions.get(permission) or self.key.permissions.get("*")
        return granted in (WRITE, level)

    def require(self, permission: str, level: str) -> None:
        """Raise ApiError (403) where a restricted key lacks this permission."""
        if not self.may(permission, level):
            raise ApiError(
                f"The provided key '{self.masked}' does not have the required permissions for this endpoint. Having "
                f"the '{permission}' permission with '{level}' would allow this request to continue.",
                status=403,
            )


def authenticate(request: HttpRequest) -> ApiCaller:
    """The holder of the request's key (1 statement, 2 with Stripe-Account). Raises ApiError 401 or 403."""
    text = _key_in(request.headers.get("Authorization", ""))
    if not text:
        record_event(Event.API_KEY_REFUSED, reason="none")
        raise ApiError(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using "
            "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            status=401,
        )
    masked, live = masked_key(text), livemode()
    if mode_of(text) is (not live):
        record_event(Event.API_KEY_REFUSED, reason="other_mode")
        here, there = ("live", "test") if live else ("test", "live")
        raise ApiError(
            f"Invalid API Key provided: {masked}. This is a {there} mode key, and this installation runs in {here} "
            "mode: the two never meet.",
            status=401,
        )
    key = find_key(text)
    if key is None or key.revoked_at or key.livemode != live:
        known = {"account": f"key:{key.pk}"} if key else {}
        record_event(Event.API_KEY_REFUSED, reason="revoked" if key and key.revoked_at else "unknown", **known)
        raise ApiError(f"Invalid API Key provided: {masked}", status=401)
    note_person(f"key:{key.pk}")
    _note_use(key)
    return ApiCaller(key, _account(_named_account(request), key, masked), masked)


def _key_in(header: str) -> str:
    """The key of `Bearer <key>`, or of Basic with the key as user name and no password."""
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _named_account(request: HttpRequest) -> str | None:
    """The account that the headers name. An empty header names no account; it does not mean the key's own."""
    named = {request.headers[name] for name in ("Stripe-Account", "Stripe-Context") if name in request.headers}
    if len(named) > 1:
        raise ApiError("The headers Stripe-Account and Stripe-Context name different accounts: send one of them.")
    return next(iter(named), None)


def _account(account_id: str | None, key: ApiKey, masked: str) -> str | None:
    if account_id is None or (account_id == PLATFORM and key.payee_id is None):
        return key.payee_id
    known = account_id == key.payee_id or (
        key.payee_id is None
        and "\x00" not in account_id
        and Payee.objects.filter(pk=account_id[:80], livemode=key.livemode).exists()
    )
    if not known:
        raise ApiError(
            f"The provided key '{masked}' does not have access to account '{account_id[:80]}' (or that account does "
            "not exist). Application access may have been revoked.",
            code="account_invalid",
            status=403,
        )
    return account_id


def _note_use(key: ApiKey) -> None:
    """Store the day on which a key was last used, once a day."""
    today = clock.today()
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)


def prefix(kind: str, livemode: bool) -> str:
    return _PREFIXES[kind, livemode]


def new_key(kind: str, livemode: bool) -> str:
    """A new key, to be shown once."""
    return prefix(kind, livemode) + "".join(secrets.choice(BASE62) for _ in range(_LENGTH))


def digest(key: str) -> str:
    """What is stored of a key; it is random enough to need no salt, and is found by it without comparing secrets."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def mode_of(key: str) -> bool | None:
    """Whether a text looks like a live key (True) or a test key (False); None where it looks like neither."""
    return next((live for (_kind, live), start in _PREFIXES.items() if key.startswith(start)), None)


def masked_key(key: str) -> str:
    """A key as an answer may show it: its beginning and its last four characters."""
    start = next((start for start in _PREFIXES.values() if key.startswith(start)), key[:8] if len(key) > 16 else "")
    return f"{start}{'*' * 12}{key[-4:] if len(key) > 16 else ''}".replace("\x00", "")


def find_key(key: str) -> ApiKey | None:
    """The stored key, revoked ones included; None where there is none (1 statement)."""
    return next(iter(rows.select(ApiKey, digest=digest(key))), None)
