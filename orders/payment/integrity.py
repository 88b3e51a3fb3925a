"""What `marketplace verify` recomputes of the money of orders."""

from collections import defaultdict

from django.db.models import BigIntegerField, Case, F, Sum, When

from cooperatives.models import Seller
from core.integrity import CheckResult, integrity_check
from orders.integrity import BATCH, payments_in_batches, payments_with_pending_events
from orders.models import (
    PAID_AHEAD,
    PAID_IN_CASH,
    ChargeStatus,
    Order,
    OrderStatus,
    PaymentAllocation,
    PosMethod,
    PosSale,
    PosSaleStatus,
)
from orders.payment.refunds import refund_mismatches
from orders.payment_methods import TRANSFERRED_TO_SELLER
from orders.returns.integrity import refunded_by_returns
from orders.returns.references import order_code_of
from orders.returns.window import return_window_end
from payments import sdk

_ALL_LINES = 2**31  # of a statement


@integrity_check("orders.shares-equal-payment")
def allocations_equal_payment() -> CheckResult:
    """The allocations of a payment are its orders' totals and add up to its amount; each prepaid order has one."""
    sums = dict(PaymentAllocation.objects.values_list("intent_id").annotate(sum=Sum("amount")).order_by())
    problems = [
        f"{code}: share {amount}, total {total}"
        for code, amount, total in PaymentAllocation.objects.exclude(amount=F("order__total")).values_list(
            "order__code", "amount", "order__total"
        )
    ]
    for intents in payments_in_batches(sums):
        problems += [f"{pk}: amount {i.amount}, shares {sums[pk]}" for pk, i in intents.items() if i.amount != sums[pk]]
        sums = {pk: amount for pk, amount in sums.items() if pk not in intents}
    problems += [f"{pk}: there is no such payment" for pk in sums]
    without = Order.objects.filter(payment_method__in=PAID_AHEAD, allocation__isnull=True)
    problems += [f"{code}: no share of a payment" for code in without.values_list("code", flat=True)]
    return CheckResult(PaymentAllocation.objects.count(), problems)


@integrity_check("orders.paid-online-has-money")
def paid_online_has_money() -> CheckResult:
    """Orders and their payments agree in both directions: an order shown as paid has its payment, and a payment its
    paid order.

    Refunds are queued to the đồng. A confirmed order has its share allocated to the seller if the platform collected
    it, and nothing allocated if the seller was paid directly. Payments with pending events are left out.
    """
    allocations = PaymentAllocation.objects.exclude(intent_id__in=payments_with_pending_events()).select_related(
        "order"
    )
    by_intent: dict[str, list[PaymentAllocation]] = defaultdict(list)
    for allocation in allocations.iterator(chunk_size=BATCH):
        by_intent[allocation.intent_id].append(allocation)
    problems = []
    for intents in payments_in_batches(by_intent):
        refunds = sdk.refunds.of_many(intents)
        returned = refunded_by_returns(intents)
        for pk, intent in intents.items():
            problems += [
                f"{s.order.code}: {problem}" for s in by_intent[pk] if (problem := _allocation_mismatch(s, intent))
            ]
            problems += refund_mismatches(intent, by_intent[pk], refunds[pk], returned.get(pk, 0))
    return CheckResult(sum(map(len, by_intent.values())), problems)


def _allocation_mismatch(allocation: PaymentAllocation, intent: sdk.Intent) -> str | None:
    charge = allocation.order.charge_status
    if charge == ChargeStatus.NONE:
        return f"unpaid, but {intent.id} took money" if intent.amount_received else None
    if charge in (ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED) and intent.status != "succeeded":
        return f"paid, but {intent.id} is {intent.status}"
    if not intent.amount_received:
        return f"being refunded, but {intent.id} never took money"
    paid_to_seller = allocation.order.payment_method in TRANSFERRED_TO_SELLER
    if paid_to_seller and allocation.transfer_id:
        return "paid directly to the seller, and allocated all the same"
    taken_on = allocation.order.status in (OrderStatus.UNFULFILLED, OrderStatus.FULFILLED)
    if taken_on and not paid_to_seller and not allocation.transfer_id:
        return "taken on, but nothing was allotted to the seller"
    return None


@integrity_check("orders.paid-in-cash-has-its-receipt")
def paid_in_cash_has_its_receipt() -> CheckResult:
    """The memo book of a seller has one entry for each order and POS sale paid in cash, less its refunds, and no
    others.
    """
    paid = Order.objects.filter(payment_method__in=PAID_IN_CASH, paid_at__isnull=False)
    sold = PosSale.objects.filter(method=PosMethod.CASH).annotate(
        not_refunded=Case(
            When(status=PosSaleStatus.VOIDED, then=0), default=F("amount"), output_field=BigIntegerField()
        )
    )
    problems, checked = [], 0
    for seller in Seller.objects.all().iterator(chunk_size=BATCH):
        not_refunded = F("total") - F("returned_total")
        totals = dict(
            paid.filter(seller=seller).annotate(not_refunded=not_refunded).values_list("code", "not_refunded")
        )
        totals |= dict(sold.filter(seller=seller).values_list("code", "not_refunded"))
        lines = [line for line in sdk.statements.of(seller.payee_ref, _ALL_LINES) if line.type == "cash"]
        booked: dict[str, int] = defaultdict(int)
        for line in lines:
            booked[order_code_of(line.reference)] += line.amount
        checked += len(totals)
        problems += [
            f"{code}: cash {totals.get(code, 0)}, in the memo book {booked.get(code, 0)}"
            for code in sorted(totals.keys() | booked.keys())
            if totals.get(code) != booked.get(code)
        ]
    return CheckResult(checked, problems)


@integrity_check("orders.money-waits-for-the-window")
def allocations_wait_for_the_return_window() -> CheckResult:
    """An allocation was released for payout only after the return window had ended."""
    released = PaymentAllocation.objects.filter(released_at__isnull=False).select_related("order")
    problems = []
    for allocation in released.iterator(chunk_size=BATCH):
        ends = return_window_end(allocation.order)
        if (
            ends is None
            or allocation.released_at is None
            or allocation.released_at < ends
            or not allocation.transfer_id
        ):
            problems.append(f"{allocation.order.code}: released {allocation.released_at}, the window ends {ends}")
    return CheckResult(released.count(), problems)
