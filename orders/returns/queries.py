"""Reads of returns: those of an order, those that wait for an answer, and completed refunds as figures count them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Prefetch, QuerySet, Sum

from orders.identifiers import read_uuid
from orders.models import OPEN_RETURN, Order, OrderStatus, Return, ReturnLine, ReturnState
from orders.queries import CompletedRefund


def returns_of(order: Order) -> list[Return]:
    """The latest first, with their lines (two statements, one where there are none)."""
    return list(_whole(Return.objects.filter(order=order)).order_by("-number"))


def open_returns(orders: Iterable[Order]) -> dict[UUID, Return]:
    """The open returns of some orders, by order (one statement; none if no order was fulfilled)."""
    delivered = [order.pk for order in orders if order.status == OrderStatus.FULFILLED]
    rows = Return.objects.filter(order__in=delivered, state__in=OPEN_RETURN) if delivered else []
    return {row.order_id: row for row in rows}


def pending_return(order: Order) -> Return | None:
    """The return of an order that waits for an answer (one statement)."""
    return Return.objects.filter(order=order, state=ReturnState.REQUESTED).first()


@dataclass(frozen=True)
class PendingReturns:
    """How many returns wait for an answer, for how much, and since when."""

    count: int
    sum: int  # đồng
    oldest: datetime


def requested_returns() -> QuerySet[Return]:
    """Unanswered, of all sellers."""
    return Return.objects.filter(state=ReturnState.REQUESTED)


def pending_returns_summary() -> PendingReturns | None:
    """Of all sellers; None where nobody waits (one statement)."""
    returned = requested_returns().aggregate(
        count=Count("pk"), sum=Sum("amount", default=0), oldest=Min("requested_at")
    )
    return PendingReturns(**returned) if returned["count"] else None


def pending_returns(limit: int) -> list[Return]:
    """Unanswered, of all sellers, the longest waiting first, with order and seller (two statements)."""
    requested = requested_returns().select_related("order__seller")
    return list(_whole(requested).order_by("requested_at", "pk")[:limit])


def _whole(rows: QuerySet[Return]) -> QuerySet[Return]:
    lines = ReturnLine.objects.select_related("line").order_by("line__product_name", "pk")
    return rows.prefetch_related(Prefetch("lines", lines)).select_related("answered_by")


def completed_refund(return_id: str) -> CompletedRefund | None:
    """The refund of a return; None if the return is unknown or its refund is not complete (two statements)."""
    returned = Return.objects.filter(pk=read_uuid(return_id), state=ReturnState.DONE).select_related("order").first()
    if returned is None or returned.ended_at is None:
        return None
    so_far = returned.order.returns.filter(state=ReturnState.DONE, number__lte=returned.number)
    total = so_far.aggregate(sum=Sum("amount"))["sum"]
    return CompletedRefund(returned.order.code, returned.amount, total == returned.order.total, returned.ended_at)
