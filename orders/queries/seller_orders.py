"""A seller's orders and today's tasks. Online orders that were not paid in time never appear."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from cooperatives.models import Seller
from core import clock
from orders.models import ChargeStatus, Order, OrderStatus
from orders.queries.order_page import OrderLineView, lines_of
from orders.queries.visible import NEVER_THE_SELLERS

_TO_CONFIRM = Q(status=OrderStatus.UNCONFIRMED, needs_review=False)
_TO_HAND_OVER = Q(status=OrderStatus.UNFULFILLED)
TABS: dict[str, Q] = {
    "to_confirm": _TO_CONFIRM,
    "to_hand_over": _TO_HAND_OVER,
    "done": Q(status=OrderStatus.FULFILLED),
    "canceled": Q(status=OrderStatus.CANCELED),
    "all": Q(),
}
# The lists of what is to be done begin with what has waited longest, the others with the newest.
_OLDEST_FIRST = frozenset({"to_confirm", "to_hand_over"})


@dataclass(frozen=True)
class SellerOrder:
    """An order in a seller's list."""

    order: Order  # with address, unit and province
    lines: list[OrderLineView]
    is_overdue: bool  # not answered by `confirm_by`


@dataclass(frozen=True)
class SellerTasks:
    """What waits for the seller today, the longest waiting first, and how much of it there is."""

    to_confirm: list[SellerOrder]
    to_hand_over: list[SellerOrder]
    to_confirm_count: int
    to_hand_over_count: int
    overdue_count: int
    paid_today: int  # đồng of orders paid today, in Việt Nam, and not given back
    orders_today: int


def orders_of_seller(seller: Seller) -> QuerySet[Order]:
    """All orders that the seller may see."""
    return Order.objects.filter(seller=seller).exclude(NEVER_THE_SELLERS)


def seller_orders(
    seller: Seller, tab: str = "to_confirm", *, after: datetime | None = None, limit: int = 50
) -> list[SellerOrder]:
    """One tab of TABS (two statements). `after`: the `created_at` of the last order of the page before."""
    oldest_first = tab in _OLDEST_FIRST
    rows = orders_of_seller(seller).filter(TABS[tab])
    if after is not None:
        rows = rows.filter(created_at__gt=after) if oldest_first else rows.filter(created_at__lt=after)
    return _with_lines(rows.order_by("created_at" if oldest_first else "-created_at"), limit)


def seller_counts(seller: Seller) -> dict[str, int]:
    """How many orders each tab has (one statement)."""
    return orders_of_seller(seller).aggregate(**{tab: Count("pk", filter=q or None) for tab, q in TABS.items()})


def seller_tasks(seller: Seller, limit: int = 5) -> SellerTasks:
    """Today's work (five statements)."""
    now = clock.now()
    midnight = clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    paid_today = Q(paid_at__gte=midnight, charge_status=ChargeStatus.FULL)
    counts = orders_of_seller(seller).aggregate(
        to_confirm=Count("pk", filter=_TO_CONFIRM),
        to_hand_over=Count("pk", filter=_TO_HAND_OVER),
        overdue=Count("pk", filter=_TO_CONFIRM & Q(confirm_by__lt=now)),
        paid_today=Sum("total", filter=paid_today, default=0),
        orders_today=Count("pk", filter=paid_today),
    )
    return SellerTasks(
        to_confirm=seller_orders(seller, "to_confirm", limit=limit),
        to_hand_over=seller_orders(seller, "to_hand_over", limit=limit),
        to_confirm_count=counts["to_confirm"],
        to_hand_over_count=counts["to_hand_over"],
        overdue_count=counts["overdue"],
        paid_today=counts["paid_today"],
        orders_today=counts["orders_today"],
    )


def _with_lines(rows: QuerySet[Order], limit: int) -> list[SellerOrder]:
    orders = list(rows.select_related("shipping_address__unit__parent")[:limit])
    lines, now = lines_of(orders), clock.now()
    return [
        SellerOrder(
            order=order,
            lines=lines[order.pk],
            is_overdue=order.status == OrderStatus.UNCONFIRMED and bool(order.confirm_by and order.confirm_by < now),
        )
        for order in orders
    ]
