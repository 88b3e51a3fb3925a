"""Record a completed refund of a counted sale: a part of it, or the last of it."""

from django.db import transaction

from indicators.facts.services.record_reversal import SALE_HANDLER, counted_sale, record_refund_fact
from indicators.models import Fact, FactKind
from orders import queries
from orders.returns import queries as return_queries

REFUND_HANDLER = "indicators.record_refund"


@transaction.atomic
def record_refund(*, order_id: str, return_id: str | None, event_id: int) -> bool:
    """Subtract the refunded đồng from the month in which the buyer received them. True if the fact is new.

    `return_id` is None for an order that was cancelled. The last refund of an order reverses its sale. An order that
    was refunded without ever having been a sale (paid too late, out of stock) leaves no fact. Raises
    SaleNotYetRecordedError while the event of the sale is pending.
    """
    refund = return_queries.completed_refund(return_id) if return_id else queries.completed_refund(order_id)
    if refund is None or Fact.objects.filter(event_id=event_id).exists():
        return False
    sale = counted_sale(refund.order_code, SALE_HANDLER, order_id=order_id)
    if sale is None:
        return False
    kind = FactKind.REVERSAL if refund.is_last else FactKind.PARTIAL
    record_refund_fact(sale, refund.amount, kind, event_id=event_id, at=refund.at)
    return True
