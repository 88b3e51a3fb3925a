"""What `marketplace verify` recomputes of returns: totals, refunds, and the state of their orders."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Sum

from catalog.models import MovementReason, StockMovement
from core.integrity import CheckResult, integrity_check
from orders.integrity import BATCH, payments_with_pending_events
from orders.models import GRANTED_RETURN, ChargeStatus, Order, OrderLine, OrderStatus, Return, ReturnLine, ReturnState
from orders.returns.references import reference_of
from payments import sdk


def refunded_by_returns(intents: Iterable[str]) -> dict[str, int]:
    """Đồng refunded by returns for each payment: completed, or queued and not failed (2 statements)."""
    rows = list(Return.objects.filter(intent_id__in=list(intents), state__in=GRANTED_RETURN).select_related("order"))
    refunds = sdk.refunds.of_many({row.intent_id for row in rows})
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row.intent_id] += sum(refund.amount for refund in _tries(row, refunds) if not refund.is_unsuccessful)
    return sums


@integrity_check("orders.returns-within-what-was-paid")
def returns_within_what_was_paid() -> CheckResult:
    """A return is the sum of its lines at the prices paid. No line, delivery or order is refunded beyond its amount,
    and the order has the refunded total.
    """
    problems = []
    lines = dict(ReturnLine.objects.values_list("of").annotate(sum=Sum("amount")).order_by())
    returns = list(Return.objects.select_related("order").order_by("order_id", "number"))
    for one in returns:
        if lines.get(one.pk, 0) != one.goods_total:
            problems.append(f"{reference_of(one)}: goods {one.goods_total}, lines {lines.get(one.pk, 0)}")
    for row in ReturnLine.objects.select_related("line", "of__order"):
        if row.amount != row.quantity * row.line.unit_price or row.line.order_id != row.of.order_id:
            problems.append(f"{reference_of(row.of)}: {row.quantity} × {row.line.unit_price} is not {row.amount}")
    granted = OrderLine.objects.filter(returned__of__state__in=GRANTED_RETURN)
    for line in granted.annotate(back=Sum("returned__quantity")).select_related("order"):
        if line.back > line.quantity:
            problems.append(f"{line.order.code}: {line.back} of {line.quantity} × {line.product_name} given back")
    by_order: dict[Order, list[Return]] = defaultdict(list)
    for one in returns:
        by_order[one.order].append(one)
    for order, own in by_order.items():
        problems += _sum_mismatches(order, own)
    return CheckResult(len(returns), problems)


@integrity_check("orders.returns-have-their-refunds")
def returns_have_their_refunds() -> CheckResult:
    """An accepted return has a queued refund, a completed one a successful refund. The order agrees, and restocked
    goods are in stock. Payments with pending events are left out.
    """
    pending = payments_with_pending_events()
    granted = Return.objects.filter(state__in=GRANTED_RETURN).exclude(intent_id__in=pending).select_related("order")
    rows = list(granted.order_by("order_id", "number"))
    problems = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        refunds = sdk.refunds.of_many({row.intent_id for row in batch})
        problems += [f"{reference_of(row)}: {problem}" for row in batch if (problem := _refund_mismatch(row, refunds))]
    problems += _restock_mismatches()
    return CheckResult(len(rows), problems)


def _sum_mismatches(order: Order, returns: Sequence[Return]) -> list[str]:
    done = sum(one.amount for one in returns if one.state == ReturnState.DONE)
    delivery = sum(one.delivery for one in returns if one.state in GRANTED_RETURN)
    problems = []
    if done != order.returned_total:
        problems.append(f"{order.code}: says {order.returned_total} is back, its returns {done}")
    if delivery > order.shipping_total:
        problems.append(f"{order.code}: {delivery} of delivery given back, {order.shipping_total} was paid")
    in_progress = any(one.state == ReturnState.ACCEPTED for one in returns)
    if order.status != OrderStatus.FULFILLED or order.charge_status != _charge(order, done, in_progress):
        problems.append(f"{order.code}: {order.status}/{order.charge_status}, {done} back, {in_progress=}")
    return problems


def _charge(order: Order, done: int, in_progress: bool) -> ChargeStatus:
    if in_progress:
        return ChargeStatus.REFUNDING
    if not done:
        return ChargeStatus.FULL
    return ChargeStatus.REFUNDED if done == order.total else ChargeStatus.PARTLY_REFUNDED


def _tries(returned: Return, refunds: Mapping[str, Sequence[sdk.Refund]]) -> list[sdk.Refund]:
    name = reference_of(returned)
    return [refund for refund in refunds.get(returned.intent_id, ()) if refund.first_reference == name]


def _refund_mismatch(returned: Return, refunds: Mapping[str, Sequence[sdk.Refund]]) -> str | None:
    tries = _tries(returned, refunds)
    if not tries:
        return "it shows a refund, but none is queued"
    if any(refund.amount != returned.amount for refund in tries):
        return f"gives back {returned.amount}, its refunds {[refund.amount for refund in tries]}"
    gone = any(refund.status == "succeeded" for refund in tries)
    if gone != (returned.state == ReturnState.DONE):
        return f"is {returned.state}, its refund {tries[-1].status}"
    return None


def _restock_mismatches() -> list[str]:
    moved: dict[str, dict[int, int]] = defaultdict(dict)
    back = StockMovement.objects.filter(reason=MovementReason.RETURN)
    for ref, variant, n in back.values_list("ref", "variant_id").annotate(n=Sum("delta")).order_by():
        moved[ref][variant] = n
    problem: dict[str, dict[int, int]] = defaultdict(dict)
    lines = ReturnLine.objects.filter(of__restocked=True)
    for pk, variant, n in lines.values_list("of", "line__variant_id", "quantity"):
        problem[f"return:{pk}"][variant] = n
    return [
        f"{ref}: on the shelf {moved.get(ref)}, brought back {problem.get(ref)}"
        for ref in sorted(moved.keys() | problem)
        if moved.get(ref) != problem.get(ref)
    ]
