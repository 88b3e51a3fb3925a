"""What `marketplace verify` recomputes of sales at a stall."""

from core.integrity import CheckResult, integrity_check
from orders.integrity import payments_in_batches, payments_with_pending_events
from orders.models import PosSale, PosSaleStatus


@integrity_check("orders.pos-sales-have-their-money")
def pos_sales_have_their_money() -> CheckResult:
    """A paid POS sale has its whole payment; a voided one is refunded in full.

    A cancelled one keeps nothing. Payments with pending events are left out.
    """
    sales = PosSale.objects.exclude(intent_id__in=payments_with_pending_events())
    by_intent = {intent: sale for intent, *sale in sales.values_list("intent_id", "code", "status", "amount")}
    problems = []
    for intents in payments_in_batches(by_intent):
        for pk, intent in intents.items():
            code, status, amount = by_intent[pk]
            took, refunded = intent.amount_received, intent.amount_refunded
            if status in (PosSaleStatus.PAID, PosSaleStatus.VOIDED):
                right = (took, refunded) == (amount, amount if status == PosSaleStatus.VOIDED else 0)
            else:
                right = took == refunded
            if not right:
                problems.append(f"POS sale {code}, {status}, {amount}: took {took}, gave back {refunded}")
    return CheckResult(len(by_intent), problems)
