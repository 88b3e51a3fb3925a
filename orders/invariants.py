"""What `marketplace verify` recomputes of the orders: their sums, their money and their goods."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import F, Sum

from catalog.models import HoldState, StockHold
from core.verify import Finding, invariant
from orders.holders import holder_ref
from orders.models import ChargeStatus, IntentShare, Order, OrderStatus, PaymentMethod
from payments import sdk

_BATCH = 1_000


@invariant("orders.total-equals-lines")
def total_equals_lines() -> Finding:
    """An order's goods cost what its lines cost."""
    wrong = Order.objects.annotate(sum=Sum("lines__total")).exclude(sum=F("goods_total"))
    problems = [f"{order.code}: goods {order.goods_total}, lines {order.sum}" for order in wrong]
    return Finding(Order.objects.count(), problems)


@invariant("orders.shares-equal-payment")
def shares_equal_payment() -> Finding:
    """The shares of a payment are its orders' totals and add up to its amount; every online order has one."""
    sums = dict(IntentShare.objects.values_list("intent_id").annotate(sum=Sum("amount")).order_by())
    problems = [
        f"{code}: share {amount}, total {total}"
        for code, amount, total in IntentShare.objects.exclude(amount=F("order__total")).values_list(
            "order__code", "amount", "order__total"
        )
    ]
    for intents in _intents(sums):
        problems += [f"{pk}: amount {i.amount}, shares {sums[pk]}" for pk, i in intents.items() if i.amount != sums[pk]]
        sums = {pk: amount for pk, amount in sums.items() if pk not in intents}
    problems += [f"{pk}: there is no such payment" for pk in sums]
    without = Order.objects.filter(payment_method=PaymentMethod.VNPAY, share__isnull=True)
    problems += [f"{code}: no share of a payment" for code in without.values_list("code", flat=True)]
    return Finding(IntentShare.objects.count(), problems)


@invariant("orders.paid-online-has-money")
def paid_online_has_money() -> Finding:
    """An online order shown as paid has a succeeded payment; one whose money goes back, a payment that took it."""
    rows = IntentShare.objects.exclude(order__charge_status=ChargeStatus.NONE).values_list(
        "intent_id", "order__code", "order__charge_status"
    )
    orders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for intent_id, code, charge in rows:
        orders[intent_id].append((code, charge))
    problems = []
    for intents in _intents(orders):
        for pk, intent in intents.items():
            for code, charge in orders[pk]:
                if charge == ChargeStatus.FULL and intent.status != "succeeded":
                    problems.append(f"{code}: paid, but {pk} is {intent.status}")
                elif charge != ChargeStatus.FULL and not intent.amount_received:
                    problems.append(f"{code}: being refunded, but {pk} never took money")
    return Finding(sum(map(len, orders.values())), problems)


@invariant("orders.goods-follow-state")
def goods_follow_state() -> Finding:
    """Goods are sold with a paid order, held for one that may yet be paid, free after one that ended."""
    states: dict[str, set[str]] = defaultdict(set)
    for ref, state in StockHold.objects.filter(holder_ref__startswith="order:").values_list("holder_ref", "state"):
        states[ref].add(state)
    orders = Order.objects.only("pk", "code", "status", "charge_status", "payment_method")
    problems = [
        f"{order.code}: {order.status}/{order.charge_status}, goods {', '.join(sorted(has)) or 'not held'}"
        for order in orders.iterator()
        if not (has := states[holder_ref(order)]) or not has <= _allowed(order)
    ]
    return Finding(orders.count(), problems)


def _allowed(order: Order) -> set[str]:
    if order.status in (OrderStatus.CANCELED, OrderStatus.EXPIRED):
        return {HoldState.RELEASED, HoldState.RETURNED}
    if order.charge_status == ChargeStatus.FULL:
        return {HoldState.TAKEN}
    return {HoldState.HELD} if order.payment_method == PaymentMethod.CASH else {HoldState.HELD, HoldState.RELEASED}


def _intents(ids: Iterable[str]) -> Iterator[dict[str, sdk.Intent]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _BATCH):
        yield sdk.payment_intents.retrieve_many(wanted[start : start + _BATCH])
