"""Row locks of returns: a return is changed under the lock of its order."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from core.locks import lock_rows
from orders.identifiers import read_uuid
from orders.locks import lock_order
from orders.models import Order, Return, ReturnState


def lock_return(return_id: UUID | str) -> tuple[Order, Return]:
    """The return, with its order (and seller) locked. Raises NotFound."""
    order_id = Return.objects.filter(pk=read_uuid(return_id)).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(_("Không tìm thấy đề nghị hoàn tiền này."))
    order = lock_order(order_id)
    returned = Return.objects.get(pk=read_uuid(return_id))
    returned.order = order
    return order, returned


def lock_accepted_returns(intent_id: str) -> list[Return]:
    """The accepted returns of a payment, with their orders locked."""
    waiting = Return.objects.filter(intent_id=intent_id, state=ReturnState.ACCEPTED)
    orders = {order.pk: order for order in lock_rows(Order.objects.filter(pk__in=waiting.values("order")))}
    accepted = list(waiting.filter(order__in=orders).order_by("order_id"))
    for returned in accepted:
        returned.order = orders[returned.order_id]
    return accepted
