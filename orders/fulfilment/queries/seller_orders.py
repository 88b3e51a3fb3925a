"""A seller's orders and today's tasks. Online orders that were not paid in time never appear."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from cooperatives.models import Seller
from core import clock
from orders.fulfilment.queries.order_page import OrderLineView, lines_of
from orders.models import ChargeStatus, Order, OrderStatus, Return, ReturnState
from orders.payment_methods import COLLECTED_BY_SELLER, TRANSFERRED_TO_SELLER
from orders.queries import HIDDEN_FROM_SELLERS
from orders.returns.queries import open_returns

_UNPAID_TRANSFER = Q(payment_method__in=TRANSFERRED_TO_SELLER, charge_status=ChargeStatus.NONE)
_TO_CONFIRM = Q(status=OrderStatus.UNCONFIRMED, needs_review=False) & ~_UNPAID_TRANSFER
_TO_FULFILL = Q(status=OrderStatus.UNFULFILLED)
_TO_DECLARE = Q(status=OrderStatus.UNCONFIRMED, needs_review=False) & _UNPAID_TRANSFER
_TO_ANSWER = Q(pk__in=Return.objects.filter(state=ReturnState.REQUESTED).values("order"))
_TO_REFUND_MANUALLY = Q(payment_method__in=COLLECTED_BY_SELLER) & Q(charge_status=ChargeStatus.REFUNDING)
TABS: dict[str, Q] = {
    "to_declare": _TO_DECLARE,
    "to_confirm": _TO_CONFIRM,
    "to_fulfill": _TO_FULFILL,
    "to_answer": _TO_ANSWER,
    "to_refund_manually": _TO_REFUND_MANUALLY,
    "done": Q(status=OrderStatus.FULFILLED),
    "canceled": Q(status=OrderStatus.CANCELED),
    "all": Q(),
}
# Task lists begin with the longest waiting order, the others with the newest.
_TO_DO = ("to_declare", "to_confirm", "to_fulfill", "to_answer", "to_refund_manually")


@dataclass(frozen=True)
class SellerOrder:
    """An order in a seller's list."""

    order: Order  # with address, unit and province
    lines: list[OrderLineView]
    is_overdue: bool  # not answered by `confirm_by`
    returned: Return | None  # a return that is requested or not refunded yet


@dataclass(frozen=True)
class SellerTasks:
    """The seller's tasks of today, the longest waiting first, with their counts."""

    to_declare: list[SellerOrder]  # a buyer transfers, and only the seller sees the account
    to_confirm: list[SellerOrder]
    to_fulfill: list[SellerOrder]
    to_answer: list[SellerOrder]  # the buyer requested a return
    to_refund_manually: list[SellerOrder]  # cancelled or returned: the seller, who holds the money, refunds it
    counts: dict[str, int]  # the counts under the same names
    overdue_count: int
    paid_today: int  # đồng of orders paid today (Vietnam time), without refunds
    orders_today: int

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def orders_of_seller(seller: Seller) -> QuerySet[Order]:
    """All orders that the seller may see."""
    return Order.objects.filter(seller=seller).exclude(HIDDEN_FROM_SELLERS)


def seller_orders(
    seller: Seller, tab: str = "to_confirm", *, after: datetime | None = None, limit: int = 50
) -> list[SellerOrder]:
    """One tab of TABS (three statements at most). `after`: the `created_at` of the last order of the page before."""
    oldest_first = tab in _TO_DO
    rows = orders_of_seller(seller).filter(TABS[tab])
    if after is not None:
        rows = rows.filter(created_at__gt=after) if oldest_first else rows.filter(created_at__lt=after)
    return _with_lines(rows.order_by("created_at" if oldest_first else "-created_at"), limit)


def seller_counts(seller: Seller) -> dict[str, int]:
    """How many orders each tab has (one statement)."""
    return orders_of_seller(seller).aggregate(**{tab: Count("pk", filter=q or None) for tab, q in TABS.items()})


def seller_tasks(seller: Seller, limit: int = 5, *, checks_account: bool = True) -> SellerTasks:
    """Today's work, at most `limit` of each kind (four statements at most).

    `looks_itself`: no bank feed reports transfers, so that the seller has to look for them.
    """
    now = clock.now()
    midnight = clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    counted_charges = (ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED)
    paid_today = Q(paid_at__gte=midnight, charge_status__in=counted_charges)
    kinds = [kind for kind in _TO_DO if kind != "to_declare" or checks_account]
    counts = orders_of_seller(seller).aggregate(
        **{kind: Count("pk", filter=TABS[kind]) for kind in kinds},
        overdue=Count("pk", filter=_TO_CONFIRM & Q(confirm_by__lt=now)),
        paid=Sum(F("total") - F("returned_total"), filter=paid_today, default=0),
        today=Count("pk", filter=paid_today),
    )
    kind_of = Case(*[When(TABS[kind], then=Value(kind)) for kind in kinds], output_field=CharField())
    nth = Window(RowNumber(), partition_by="kind", order_by=["created_at", "pk"])
    waiting = orders_of_seller(seller).annotate(kind=kind_of).exclude(kind=None).annotate(nth=nth)
    by_kind: dict[str, list[SellerOrder]] = {kind: [] for kind in _TO_DO}
    for one in _with_lines(waiting.filter(nth__lte=limit).order_by("created_at", "pk"), limit * len(kinds)):
        by_kind[one.order.kind].append(one)  # type: ignore[attr-defined]
    return SellerTasks(
        **by_kind,
        counts={kind: counts[kind] for kind in kinds},
        overdue_count=counts["overdue"],
        paid_today=counts["paid"],
        orders_today=counts["today"],
    )


def _with_lines(rows: QuerySet[Order], limit: int) -> list[SellerOrder]:
    orders = list(rows.select_related("shipping_address__unit__parent")[:limit])
    lines, returns, now = lines_of(orders), open_returns(orders), clock.now()
    return [
        SellerOrder(
            order=order,
            lines=lines[order.pk],
            is_overdue=order.status == OrderStatus.UNCONFIRMED and bool(order.confirm_by and order.confirm_by < now),
            returned=returns.get(order.pk),
        )
        for order in orders
    ]
