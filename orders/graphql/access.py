"""Whose checkout it is: a guest's belongs to who knows its id, a user's to that user alone."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from core.graphql.context import ctx
from core.graphql.ids import from_global_id
from orders.checkout.throttles import Client, consume_cart_change
from orders.models import Checkout
from orders.queries.checkout_view import CheckoutView, checkout_view


def client_of(info: Any) -> Client:
    """Who asks, as the limits of unknown buyers see it."""
    return Client(ip=ctx(info).ip, user_id=_user_id(info))


def count_change(info: Any) -> None:
    """Count one mutation of a checkout. Raises DomainError TOO_MANY_REQUESTS."""
    consume_cart_change(client_of(info))


def own_checkout_id(info: Any, given: str) -> UUID:
    """The checkout's key, for someone who may use it. Raises NotFound, also where it is another person's."""
    pk = _uuid(from_global_id("Checkout", given))
    owner = Checkout.objects.filter(pk=pk).values_list("user_id", flat=True)
    if not owner or owner[0] not in (None, _user_id(info)):
        raise NotFound(_("Không tìm thấy giỏ hàng này."), field="id")
    return pk


def own_checkout(info: Any, given: str) -> CheckoutView:
    """The checkout itself. Raises as `own_checkout_id`."""
    view = checkout_view(_uuid(from_global_id("Checkout", given)))
    if view.user_id not in (None, _user_id(info)):
        raise NotFound(_("Không tìm thấy giỏ hàng này."), field="id")
    return view


def _uuid(pk: str) -> UUID:
    try:
        return UUID(pk)
    except ValueError:
        raise NotFound(_("Không tìm thấy giỏ hàng này."), field="id") from None


def _user_id(info: Any) -> int | None:
    user = ctx(info).user
    return None if user is None else user.pk
