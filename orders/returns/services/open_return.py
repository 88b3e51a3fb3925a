"""A return that the seller or the operator opens ("hoàn tiền cho khách"): it is accepted at once."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError
from core.money import format_dong
from orders.authority import seller_or_operator_authority
from orders.locks import lock_order
from orders.models import RequestedBy, Return
from orders.returns.rules import check_reason, return_refusal
from orders.returns.services.accept_return import grant
from orders.returns.services.create_return import create_return


def open_return(
    *,
    order_id: UUID | str,
    quantities: Mapping[UUID, int],
    with_delivery: bool,
    reason: str,
    words: str,
    form_key: UUID,
    actor: User,
    restock: bool = False,
    expected: int | None = None,
) -> Return:
    """Open and accept a return, also after the return window. A repeated form opens it once.

    `expected` is the amount (đồng) that was shown. Raises DomainError AMOUNT_CHANGED if it has changed, what
    `request_return` and `accept_return` raise, Forbidden, or NotFound.
    """
    check_reason(reason)
    with transaction.atomic():
        order = lock_order(order_id)
        authority = seller_or_operator_authority(actor, order)
        if (returned := order.returns.filter(form_key=form_key).first()) is not None:
            return returned
        if why := return_refusal(order, order.returns.all()):
            raise DomainError(why, code="INVALID_MOVE", params={"status": order.status})
        returned = create_return(
            order,
            quantities=quantities,
            with_delivery=with_delivery,
            reason=reason,
            words=words,
            requested_by=RequestedBy(authority.part),
            form_key=form_key,
            actor=actor,
        )
        if expected is not None and returned.amount != expected:
            raise DomainError(
                _("Số tiền hoàn là %(now)s. Vui lòng xem lại.") % {"now": format_dong(returned.amount)},
                code="AMOUNT_CHANGED",
                params={"amount": returned.amount},
            )
        return grant(returned, order, actor=actor, authority=authority, restock=restock)
