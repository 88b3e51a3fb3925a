"""Access to a checkout: a guest's is opened by its id, a user's only by that user.

The id is a capability, not the primary key: it carries a signature (HMAC-SHA256), so that a primary key learned
elsewhere opens nothing here. After placing it opens nothing to a guest any more. Only the calls that placed it may be
repeated, as long as a payment may be started again.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, NotFound
from core.graphql.context import ctx
from core.graphql.ids import from_global_id, to_global_id
from orders.checkout.limits import Client, consume_cart_change
from orders.checkout.queries.checkout_view import CheckoutView, find_checkout, view_checkout
from orders.deadlines import WINDOWS
from orders.models import Checkout


def client_of(info: Any) -> Client:
    """The client, for the limits of unknown buyers."""
    return Client(ip=ctx(info).ip, user_id=_user_id(info))


def count_change(info: Any) -> None:
    """Count one mutation of a checkout. Raises DomainError TOO_MANY_REQUESTS."""
    consume_cart_change(client_of(info))


def _signer() -> signing.Signer:
    return signing.Signer(salt="orders.graphql.checkout", sep=".")


def checkout_global_id(pk: UUID) -> str:
    """The id of a checkout in the API."""
    return to_global_id("Checkout", _signer().sign(pk.hex))


def open_checkout(info: Any, global_id: str) -> Checkout:
    """The checkout that can still be changed, for someone who may use it (one statement).

    Raises NotFound, also where it is another person's, or DomainError CHECKOUT_PLACED.
    """
    checkout = _checkout(info, global_id)
    if checkout.placed_at is not None:
        raise DomainError(_("Giỏ hàng này đã đặt xong, không sửa được nữa."), code="CHECKOUT_PLACED", field="id")
    return checkout


def own_checkout(info: Any, global_id: str) -> CheckoutView:
    """The checkout; after placing only for its signed-in buyer. Raises NotFound."""
    checkout = _checkout(info, global_id)
    if checkout.placed_at is not None and checkout.user_id is None:
        raise _missing()
    return view_checkout(checkout)


def checkout_to_place(info: Any, global_id: str) -> Checkout:
    """The checkout for the calls that place it, which may be repeated (one statement). Raises NotFound."""
    checkout = _checkout(info, global_id)
    repeats = WINDOWS * timedelta(minutes=settings.PAYMENT_MINUTES)
    if checkout.placed_at and checkout.user_id is None and checkout.placed_at + repeats < clock.now():
        raise _missing()
    return checkout


def _checkout(info: Any, global_id: str) -> Checkout:
    try:
        checkout = find_checkout(_key(global_id))
    except NotFound:
        raise _missing() from None
    if checkout.user_id not in (None, _user_id(info)):
        raise _missing()
    return checkout


def _key(global_id: str) -> UUID:
    try:
        return UUID(hex=_signer().unsign(from_global_id("Checkout", global_id)))
    except (signing.BadSignature, ValueError):
        raise _missing() from None


def _missing() -> NotFound:
    return NotFound(_("Không tìm thấy giỏ hàng này."), field="id")


def _user_id(info: Any) -> int | None:
    user = ctx(info).user
    return None if user is None else user.pk
