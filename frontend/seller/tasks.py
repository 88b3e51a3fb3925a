"""A seller's tasks: overdue ones first, then by deadline."""

from dataclasses import dataclass
from datetime import datetime, time

from core import clock
from orders.deadlines import ANSWER_WITHIN, CONFIRM_WITHIN
from orders.fulfilment.queries.order_page import OrderLineView
from orders.fulfilment.queries.seller_orders import SellerOrder, SellerTasks
from orders.models import Order, Return


@dataclass(frozen=True)
class Task:
    """One order that waits for the seller, with its deadline."""

    kind: str  # "declare" | "confirm" | "fulfill" | "answer" | "refund_manually"
    order: Order
    lines: list[OrderLineView]
    due: datetime | None
    is_late: bool
    returned: Return | None

    @property
    def amount(self) -> int:
        """Đồng to refund, if any."""
        return self.returned.amount if self.returned else self.order.total


def tasks_of(waiting: SellerTasks) -> list[Task]:
    """All tasks in one list, in the order of work."""
    tasks = [_task("declare", one) for one in waiting.to_declare]
    tasks += [_task("confirm", one) for one in waiting.to_confirm]
    tasks += [_task("fulfill", one) for one in waiting.to_fulfill]
    tasks += [_task("answer", one) for one in waiting.to_answer]
    tasks += [_task("refund_manually", one) for one in waiting.to_refund_manually]
    return sorted(tasks, key=lambda task: (not task.is_late, task.due or task.order.created_at))


def _task(kind: str, waiting: SellerOrder) -> Task:
    order = waiting.order
    due = _due(kind, waiting)
    is_late = due is not None and due < clock.now()
    return Task(kind, order, waiting.lines, due, is_late=is_late, returned=waiting.returned)


def _due(kind: str, waiting: SellerOrder) -> datetime | None:
    order = waiting.order
    if kind == "answer" and waiting.returned:
        return waiting.returned.requested_at + ANSWER_WITHIN
    if kind == "declare":
        return order.created_at + CONFIRM_WITHIN
    if kind == "confirm":
        return order.confirm_by
    return _end_of(order) if kind == "fulfill" else None


def _end_of(order: Order) -> datetime:
    """The end of the last promised day of arrival."""
    return datetime.combine(order.arrives_to, time.max, tzinfo=clock.VIETNAM)
