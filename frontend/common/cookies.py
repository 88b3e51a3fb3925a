"""A buyer's data in signed cookies, so that guests need no database rows.

Each cookie names its owner: the signed-in person, or the guest of that browser. For anyone else it is ignored. All
cookies and the session have the same age.

The cart is an orders.Checkout; the cookie has its id and its number of pieces, so that the header needs no statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from core import clock
from core.http import last_person
from core.http.cookies import cookie_name, set_private_cookie
from orders.checkout.limits import Client

_CART, _PLACE, _ORDERS = "choxa_cart", "choxa_place", "choxa_orders"
_ALL = (_CART, _PLACE, _ORDERS)
_KEPT_ORDERS = 20
_GUEST = ""


@dataclass(frozen=True)
class Cart:
    checkout_id: UUID
    count: int


@dataclass(frozen=True)
class Place:
    """The commune to which the buyer wants delivery, with its label."""

    unit_id: int
    label: str


@dataclass(frozen=True)
class OpenedOrder:
    """An order that was placed here, or opened here by its code and phone."""

    code: str
    is_buyer: bool  # placed here, or its buyer returned here from the gateway: this browser may act on it
    pay_until: int  # until when it waits for its payment (Unix time); 0: it does not


def _owner(request: HttpRequest, *, verified: bool) -> str:
    """The current owner: a user's key, or "" for a guest. Unless `verified`, the session is trusted (no SQL)."""
    named = getattr(request, "session", {}).get("_auth_user_id", _GUEST)
    if named == _GUEST or not verified:
        return str(named)
    return str(request.user.pk) if request.user.is_authenticated else _GUEST


def _unsigned(request: HttpRequest, name: str) -> list | None:
    """[owner, …] of a cookie of ours that is not too old."""
    raw = request.COOKIES.get(cookie_name(name))
    if not raw:
        return None
    try:
        value = signing.TimestampSigner(salt=name).unsign_object(raw, max_age=settings.SESSION_COOKIE_AGE)
    except (signing.BadSignature, ValueError):
        return None
    return value if isinstance(value, list) and value else None


def _read(request: HttpRequest, name: str, *, verified: bool = True) -> list | None:
    value = _unsigned(request, name)
    if value is None or value[0] != _owner(request, verified=verified):
        return None
    return value[1:]


def _write(request: HttpRequest, response: HttpResponse, name: str, value: list) -> None:
    signed = signing.TimestampSigner(salt=name).sign_object([_owner(request, verified=True), *value])
    set_private_cookie(response, name, signed, age=settings.SESSION_COOKIE_AGE)


def _cart_of(value: list | None) -> Cart | None:
    match value:
        case [str(checkout_id), int(count)]:
            return Cart(UUID(checkout_id), count)
    return None


def cart(request: HttpRequest) -> Cart | None:
    """The reader's open cart, if this browser has one."""
    return _cart_of(_read(request, _CART))


def is_left_by_another(request: HttpRequest) -> bool:
    """Whether the cart belongs to a user whose session has ended, and nobody is signed in."""
    stored = _unsigned(request, _CART)
    return bool(stored and stored[0] != _GUEST) and not request.user.is_authenticated


def cart_count(request: HttpRequest) -> int:
    """The number of pieces in the cart, for the header."""
    stored = _cart_of(_read(request, _CART, verified=False))
    return stored.count if stored else 0


def keep_cart(request: HttpRequest, response: HttpResponse, checkout_id: UUID, count: int) -> None:
    _write(request, response, _CART, [str(checkout_id), count])


def place(request: HttpRequest) -> Place | None:
    """The commune the buyer chose to see deliveries for."""
    match _read(request, _PLACE, verified=False):
        case [int(unit_id), str(label)]:
            return Place(unit_id, label)
    return None


def keep_place(request: HttpRequest, response: HttpResponse, unit_id: int, label: str) -> None:
    _write(request, response, _PLACE, [unit_id, label])


def client(request: HttpRequest) -> Client:
    """The client, for the limits of unknown buyers. A browser that submits forms has a CSRF secret, which identifies
    it.
    """
    user = request.user
    return Client(
        ip=request.META.get("REMOTE_ADDR", ""),
        user_id=user.pk if user.is_authenticated else None,
        browser=request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
        opened_orders=tuple(order.code for order in opened_orders(request)),
    )


def opened_orders(request: HttpRequest) -> list[OpenedOrder]:
    """The orders that were placed or opened here, the latest first."""
    rows = _read(request, _ORDERS) or []
    return [OpenedOrder(row[0], bool(row[1]), row[2]) for row in rows if _is_opened_order(row)]


def _is_opened_order(row: object) -> bool:
    match row:
        case [str(), int(), int()]:
            return True
    return False


def has_orders(request: HttpRequest) -> bool:
    """Whether any order may be waiting for its payment, by the cookie alone (no SQL)."""
    now = clock.now().timestamp()
    rows = _read(request, _ORDERS, verified=False) or []
    return any(_is_opened_order(row) and row[1] and row[2] > now for row in rows)


def keep_orders(
    request: HttpRequest,
    response: HttpResponse,
    codes: Iterable[str],
    *,
    is_buyer: bool,
    pay_until: datetime | None = None,
) -> None:
    """Remember orders that were opened here. `is_buyer`: only if they were placed here, or the gateway's signature was
    checked. Earlier proofs are kept.
    """
    known = {order.code: order for order in opened_orders(request)}
    until = int(pay_until.timestamp()) if pay_until else 0
    more = {}
    for code in codes:
        before = known.get(code)
        more[code] = OpenedOrder(
            code, is_buyer or (before is not None and before.is_buyer), until or (before.pay_until if before else 0)
        )
    merged = [*more.values(), *(order for code, order in known.items() if code not in more)][:_KEPT_ORDERS]
    _write(request, response, _ORDERS, [[order.code, int(order.is_buyer), order.pay_until] for order in merged])


def clear_orders(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(_ORDERS), samesite="Lax")


def clear_cart(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(_CART), samesite="Lax")


def clear(response: HttpResponse) -> None:
    """Delete all stored data of this browser."""
    for name in _ALL:
        response.delete_cookie(cookie_name(name), samesite="Lax")
    last_person.clear(response)


def clear_others(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Delete stored data of others when a user signs in."""
    for name in _ALL:
        stored = _unsigned(request, name)
        if cookie_name(name) in request.COOKIES and (stored is None or stored[0] != str(user.pk)):
            response.delete_cookie(cookie_name(name), samesite="Lax")
