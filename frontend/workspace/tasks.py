"""What a seller has to do, as a list: late things first, then what is due soonest."""

from dataclasses import dataclass
from datetime import datetime, time

from core import clock
from orders.models import Order
from orders.queries.order_page import OrderLineView
from orders.queries.seller_orders import SellerOrder, SellerTasks


@dataclass(frozen=True)
class Task:
    """One order that waits for the seller, and until when."""

    kind: str  # "confirm" | "hand_over"
    order: Order
    lines: list[OrderLineView]
    due: datetime | None
    is_late: bool


def tasks_of(waiting: SellerTasks) -> list[Task]:
    """Both lists in one, in the order in which to do them."""
    tasks = [_task("confirm", one) for one in waiting.to_confirm]
    tasks += [_task("hand_over", one) for one in waiting.to_hand_over]
    return sorted(tasks, key=lambda task: (not task.is_late, task.due or task.order.created_at))


def _task(kind: str, waiting: SellerOrder) -> Task:
    order = waiting.order
    due = order.confirm_by if kind == "confirm" else _end_of(order)
    return Task(kind, order, waiting.lines, due, is_late=due is not None and due < clock.now())


def _end_of(order: Order) -> datetime:
    """The last moment of the last day on which the buyer was promised the goods."""
    return datetime.combine(order.arrives_to, time.max, tzinfo=clock.VIETNAM)
