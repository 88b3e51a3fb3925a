"""Reads of returns: an order's, those that wait at the operator's desk, and what was given back as others count it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Prefetch, QuerySet, Sum

from orders.ids import read_uuid
from orders.models import OPEN_RETURN, Order, OrderStatus, Return, ReturnLine, ReturnState


def returns_of(order: Order) -> list[Return]:
    """The latest first, with their lines (two statements, one where there are none)."""
    return list(_whole(Return.objects.filter(order=order)).order_by("-number"))


def open_returns(orders: Iterable[Order]) -> dict[UUID, Return]:
    """What is asked for or on its way back of some orders, by order (one statement; none where none was delivered)."""
    delivered = [order.pk for order in orders if order.status == OrderStatus.FULFILLED]
    rows = Return.objects.filter(order__in=delivered, state__in=OPEN_RETURN) if delivered else []
    return {row.order_id: row for row in rows}


def return_asked(order: Order) -> Return | None:
    """The one of an order that waits for an answer (one statement)."""
    return Return.objects.filter(order=order, state=ReturnState.ASKED).first()


@dataclass(frozen=True)
class Waiting:
    """How many buyers wait for an answer, for how much, and since when."""

    count: int
    sum: int  # đồng
    oldest: datetime


def returns_tally() -> Waiting | None:
    """Of all sellers; None where nobody waits (one statement)."""
    asked = Return.objects.filter(state=ReturnState.ASKED)
    found = asked.aggregate(count=Count("pk"), sum=Sum("amount", default=0), oldest=Min("asked_at"))
    return Waiting(**found) if found["count"] else None


def returns_waiting(limit: int) -> list[Return]:
    """Unanswered, of all sellers, the longest waiting first, with order and seller (two statements)."""
    asked = Return.objects.filter(state=ReturnState.ASKED).select_related("order__seller")
    return list(_whole(asked).order_by("asked_at", "pk")[:limit])


def _whole(rows: QuerySet[Return]) -> QuerySet[Return]:
    lines = ReturnLine.objects.select_related("line").order_by("line__product_name", "pk")
    return rows.prefetch_related(Prefetch("lines", lines)).select_related("answered_by")


@dataclass(frozen=True)
class MoneyBack:
    """Money that a buyer has back of a delivered order: no buyer in it."""

    order_code: str
    amount: int  # đồng
    is_last: bool  # nothing of the order is left
    at: datetime


def money_back(return_id: str) -> MoneyBack | None:
    """What a return gave back; None of one that is unknown or has not (two statements)."""
    found = Return.objects.filter(pk=read_uuid(return_id), state=ReturnState.DONE).select_related("order").first()
    if found is None or found.ended_at is None:
        return None
    so_far = found.order.returns.filter(state=ReturnState.DONE, number__lte=found.number)
    total = so_far.aggregate(sum=Sum("amount"))["sum"]
    return MoneyBack(found.order.code, found.amount, total == found.order.total, found.ended_at)
