"""What `marketplace verify` recomputes of orders, and what the checks of the sub-rooms share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import F, Sum

from catalog.models import Reservation, ReservationState
from core.integrity import CheckResult, integrity_check
from core.models import Delivery
from orders.identifiers import holder_ref
from orders.models import PAID_IN_CASH, ChargeStatus, Order, OrderStatus
from payments import sdk

BATCH = 1_000


def payments_with_pending_events() -> list[str]:
    """Payments whose events the orders have not handled yet: payment and order may disagree for a moment."""
    pending = Delivery.objects.filter(done_at=None, handler__startswith="orders.")
    return [str(pk) for pk in pending.values_list("event__payload__id", flat=True)]


def payments_in_batches(ids: Iterable[str]) -> Iterator[dict[str, sdk.Intent]]:
    """Payments by id, at most BATCH of them at a time."""
    intent_ids = list(ids)
    for start in range(0, len(intent_ids), BATCH):
        yield sdk.payment_intents.retrieve_many(intent_ids[start : start + BATCH])


@integrity_check("orders.total-equals-lines")
def total_equals_lines() -> CheckResult:
    """An order's goods total is the sum of its lines."""
    wrong = Order.objects.annotate(sum=Sum("lines__total", default=0)).exclude(sum=F("goods_total"))
    problems = [f"{order.code}: goods {order.goods_total}, lines {order.sum}" for order in wrong]
    return CheckResult(Order.objects.count(), problems)


@integrity_check("orders.goods-follow-state")
def goods_follow_state() -> CheckResult:
    """Goods are committed for a paid order, reserved for an unpaid one, and released after it ended."""
    states: dict[str, set[str]] = defaultdict(set)
    for ref, state in Reservation.objects.filter(holder_ref__startswith="order:").values_list("holder_ref", "state"):
        states[ref].add(state)
    orders = Order.objects.only("pk", "code", "status", "charge_status", "payment_method")
    problems = [
        f"{order.code}: {order.status}/{order.charge_status}, goods {', '.join(sorted(has)) or 'not held'}"
        for order in orders.iterator()
        if not (has := states[holder_ref(order)]) or not has <= _allowed(order)
    ]
    return CheckResult(orders.count(), problems)


def _allowed(order: Order) -> set[str]:
    if order.status in (OrderStatus.CANCELED, OrderStatus.EXPIRED):
        return {ReservationState.RELEASED, ReservationState.RESTOCKED}
    if order.charge_status == ChargeStatus.FULL or order.status == OrderStatus.FULFILLED:
        return {ReservationState.COMMITTED}
    return (
        {ReservationState.ACTIVE}
        if order.payment_method in PAID_IN_CASH
        else {ReservationState.ACTIVE, ReservationState.RELEASED}
    )
