"""A buyer requests a refund for delivered goods."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import DomainError
from orders.locks import lock_order
from orders.models import RequestedBy, Return
from orders.returns.rules import check_reason, return_request_refusal
from orders.returns.services.create_return import create_return


def request_return(
    *,
    order_id: UUID | str,
    quantities: Mapping[UUID, int],
    with_delivery: bool,
    reason: str,
    words: str,
    form_key: UUID,
    actor: User | None = None,
) -> Return:
    """Request a return; until it is answered the order's allocation is held. A repeated form requests it once.

    The caller checks who asks: a browser that opened the order by code and phone, or the signed-in buyer. Raises
    DomainError REASON_REQUIRED, RETURN_NOTHING, RETURN_TOO_MUCH, INVALID_MOVE (too late, not delivered, one is open),
    or NotFound.
    """
    check_reason(reason)
    with transaction.atomic():
        order = lock_order(order_id)
        if (returned := order.returns.filter(form_key=form_key).first()) is not None:
            return returned
        if why := return_request_refusal(order, order.returns.all()):
            raise DomainError(why, code="INVALID_MOVE", params={"status": order.status})
        return create_return(
            order,
            quantities=quantities,
            with_delivery=with_delivery,
            reason=reason,
            words=words,
            requested_by=RequestedBy.BUYER,
            form_key=form_key,
            actor=actor,
        )
