"""Record that the buyer of a cash order confirmed it by phone: its goods are reserved without a deadline."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from orders.authority import seller_authority
from orders.locks import lock_order
from orders.models import HistoryCode, Order, OrderHistory, OrderStatus
from orders.transitions import transition_refusal


def confirm_phone(*, order_id: UUID | str, actor: User) -> Order:
    """An unproven order that waits for its seller becomes proven. Repetition changes nothing.

    Raises DomainError INVALID_MOVE if the order needs no call, Forbidden, or NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        authority = seller_authority(actor, order)
        if OrderHistory.objects.filter(order=order, what=HistoryCode.PHONE_CONFIRMED).exists():
            return order
        if order.status != OrderStatus.UNCONFIRMED:
            raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
        if order.prove_by is None:
            raise DomainError(_("Đơn này không cần gọi xác nhận."), code="INVALID_MOVE")
        due = order.prove_by
        order.prove_by = None
        order.save(update_fields=["prove_by"])
        OrderHistory.objects.create(order=order, what=HistoryCode.PHONE_CONFIRMED, actor=actor)
        record_audit(
            actor=actor,
            action="order.confirm_phone",
            obj=order,
            before={"prove_by": due.isoformat()},
            on_behalf_of=authority.on_behalf_of,
        )
        return order
