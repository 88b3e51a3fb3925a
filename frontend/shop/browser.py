"""What a buyer's browser remembers between pages, in signed cookies: a guest costs the database nothing.

The cart is an orders.Checkout; its id and the number of things in it live here: the header's count asks nothing.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from orders.checkout.throttles import Client

_CART, _PLACE, _ORDERS = "choxa_cart", "choxa_place", "choxa_orders"
_KEEP = 30 * 24 * 3600  # seconds
_KEPT_ORDERS = 20


@dataclass(frozen=True)
class Cart:
    checkout_id: UUID
    count: int


@dataclass(frozen=True)
class Place:
    """Where this buyer wants goods brought: a commune of today and how to say it."""

    unit_id: int
    label: str


def _read(request: HttpRequest, name: str) -> list | None:
    raw = request.COOKIES.get(name)
    if not raw:
        return None
    try:
        value = signing.Signer(salt=name).unsign_object(raw)
    except (signing.BadSignature, ValueError):
        return None
    return value if isinstance(value, list) else None


def _write(response: HttpResponse, name: str, value: list) -> None:
    signed = signing.Signer(salt=name).sign_object(value)
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(name, signed, max_age=_KEEP, httponly=True, samesite="Lax", secure=secure)


def cart(request: HttpRequest) -> Cart | None:
    """The browser's open cart, if it has one."""
    match _read(request, _CART):
        case [str(checkout_id), int(count)]:
            return Cart(UUID(checkout_id), count)
    return None


def cart_count(request: HttpRequest) -> int:
    """How many things are in the cart, for the header."""
    kept = cart(request)
    return kept.count if kept else 0


def keep_cart(response: HttpResponse, checkout_id: UUID, count: int) -> None:
    _write(response, _CART, [str(checkout_id), count])


def place(request: HttpRequest) -> Place | None:
    """The commune the buyer chose to see deliveries for."""
    match _read(request, _PLACE):
        case [int(unit_id), str(label)]:
            return Place(unit_id, label)
    return None


def keep_place(response: HttpResponse, unit_id: int, label: str) -> None:
    _write(response, _PLACE, [unit_id, label])


def client(request: HttpRequest) -> Client:
    """Who asks, as the limits of unknown buyers see it. A browser that sends forms has a secret against forged ones."""
    user = request.user
    return Client(
        ip=request.META.get("REMOTE_ADDR", ""),
        user_id=user.pk if user.is_authenticated else None,
        browser=request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
        opened_orders=tuple(opened_orders(request)),
    )


def opened_orders(request: HttpRequest) -> list[str]:
    """Codes of the orders this browser placed, or opened with the buyer's phone number."""
    return [code for code in _read(request, _ORDERS) or [] if isinstance(code, str)]


def keep_orders(request: HttpRequest, response: HttpResponse, codes: list[str]) -> None:
    known = opened_orders(request)
    if any(code not in known for code in codes):
        merged = codes + [code for code in known if code not in codes]
        _write(response, _ORDERS, merged[:_KEPT_ORDERS])


def forget(response: HttpResponse) -> None:
    """Leave nothing behind on a shared phone."""
    for name in (_CART, _PLACE, _ORDERS):
        response.delete_cookie(name, samesite="Lax")


def forget_cart(response: HttpResponse) -> None:
    response.delete_cookie(_CART, samesite="Lax")
