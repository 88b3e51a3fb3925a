"""Create a requested return, with its lines and an entry in the order's history."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Max

from accounts.models import User
from orders.models import HistoryCode, Order, OrderHistory, RequestedBy, Return, ReturnLine
from orders.returns.rules import clean_text
from orders.returns.selection import returnable_of, select_for_return


def create_return(
    order: Order,
    *,
    quantities: Mapping[UUID, int],
    with_delivery: bool,
    reason: str,
    words: str,
    requested_by: RequestedBy,
    form_key: UUID,
    actor: User | None,
) -> Return:
    """The caller has locked the order and checked that something may be returned, and by whom.

    Raises DomainError RETURN_NOTHING, RETURN_TOO_MUCH.
    """
    selection = select_for_return(returnable_of(order), quantities, with_delivery=with_delivery)
    before = order.returns.aggregate(number=Max("number"))["number"] or 0
    returned = Return.objects.create(
        order=order,
        number=before + 1,
        reason=reason,
        words=clean_text(words),
        requested_by=requested_by,
        requester=actor,
        form_key=form_key,
        goods_total=selection.goods_total,
        delivery=selection.delivery,
        amount=selection.amount,
    )
    ReturnLine.objects.bulk_create(
        ReturnLine(of=returned, line=part.line, quantity=part.quantity, amount=part.amount) for part in selection.parts
    )
    if requested_by == RequestedBy.BUYER:  # a return opened by the seller needs no answer
        record_in_history(returned, HistoryCode.RETURN_REQUESTED, actor)
    return returned


def record_in_history(returned: Return, what: HistoryCode, actor: User | None) -> None:
    """A history entry about a return that changes no state of the order."""
    OrderHistory.objects.create(order_id=returned.order_id, what=what, actor=actor, data=history_data(returned))


def history_data(returned: Return) -> dict[str, object]:
    """The data of its history entry."""
    return {"return": returned.number, "amount": returned.amount, "why": returned.reason}
