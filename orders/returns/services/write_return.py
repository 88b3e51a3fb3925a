"""Write a return down as asked for, with its lines and the order's history."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Max

from accounts.models import User
from orders.models import AskedBy, Order, OrderHistory, Return, ReturnLine
from orders.returns.rules import said
from orders.returns.wanted import left_of, wanted_of


def write_return(
    order: Order,
    *,
    quantities: Mapping[UUID, int],
    with_delivery: bool,
    reason: str,
    words: str,
    asked_by: AskedBy,
    form_key: UUID,
    actor: User | None,
) -> Return:
    """The order is locked by the caller, who has checked that something may be returned now, and by whom.

    Raises DomainError RETURN_NOTHING, RETURN_TOO_MUCH.
    """
    wanted = wanted_of(left_of(order), quantities, with_delivery=with_delivery)
    before = order.returns.aggregate(number=Max("number"))["number"] or 0
    made = Return.objects.create(
        order=order,
        number=before + 1,
        reason=reason,
        words=said(words),
        asked_by=asked_by,
        asker=actor,
        form_key=form_key,
        goods_total=wanted.goods_total,
        delivery=wanted.delivery,
        amount=wanted.amount,
    )
    ReturnLine.objects.bulk_create(
        ReturnLine(of=made, line=part.line, quantity=part.quantity, amount=part.amount) for part in wanted.parts
    )
    if asked_by == AskedBy.BUYER:  # who gives of its own accord asks nobody
        note_return(made, "return_asked", actor)
    return made


def note_return(returned: Return, what: str, actor: User | None) -> None:
    """A line of the order's history about a return that moves neither of its states."""
    OrderHistory.objects.create(order_id=returned.order_id, what=what, actor=actor, data=as_history(returned))


def as_history(returned: Return) -> dict[str, object]:
    """What the history keeps of it."""
    return {"return": returned.number, "amount": returned.amount, "why": returned.reason}
