"""Record what reverses a sale, in part or in whole: a completed refund of an order, a voided sale at a stall."""

from datetime import datetime

from django.db import transaction

from core import clock
from core.models import Delivery
from indicators.models import Fact, FactKind
from orders import queries
from orders.pos import queries as pos_queries
from orders.returns import queries as return_queries

SALE_HANDLER = "indicators.record_sale"
POS_SALE_HANDLER = "indicators.record_pos_sale"
REFUND_HANDLER = "indicators.record_refund"


class SaleNotYetRecordedError(Exception):
    """The refund was delivered before the sale: the outbox tries again."""


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
    sale = _counted_sale(refund.order_code, SALE_HANDLER, order_id=order_id)
    if sale is None:
        return False
    kind = FactKind.REVERSAL if refund.is_last else FactKind.PARTIAL
    _record(sale, refund.amount, kind, event_id=event_id, at=refund.at)
    return True


@transaction.atomic
def record_pos_reversal(*, sale_id: str, event_id: int, voided_at: datetime) -> bool:
    """Reverse the sale in the month in which it was voided; True if it is new.

    Raises SaleNotYetRecordedError while the sale's event is pending.
    """
    sale = pos_queries.counted_sale(sale_id)
    if sale is None:
        return False
    counted = _counted_sale(sale.ref, POS_SALE_HANDLER, sale_id=sale_id)
    return counted is not None and _record_full_reversal(counted, event_id=event_id, at=voided_at)


def _counted_sale(ref: str, handler: str, **payload: str) -> Fact | None:
    """The fact of a sale; None if it was never a sale. `payload` is a part of its event, `handler` its handler.

    Raises SaleNotYetRecordedError while that event is still pending.
    """
    counted = Fact.objects.filter(kind=FactKind.SALE, order_ref=ref).first()
    if counted is None:
        waiting = Delivery.objects.filter(done_at=None, handler=handler)
        if waiting.filter(**{f"event__payload__{name}": value for name, value in payload.items()}).exists():
            raise SaleNotYetRecordedError(ref)
    return counted


def _record_full_reversal(sale: Fact, *, event_id: int, at: datetime) -> bool:
    """Reverse a sale completely; False where it is reversed already."""
    if Fact.objects.filter(kind=FactKind.REVERSAL, order_ref=sale.order_ref).exists():
        return False
    _record(sale, sale.amount, FactKind.REVERSAL, event_id=event_id, at=at)
    return True


def _record(sale: Fact, amount: int, kind: FactKind, *, event_id: int, at: datetime) -> None:
    """Record a refund of `amount` đồng with the sale's other values; an event that has its fact records nothing."""
    sale.pk = None
    sale.event_id, sale.kind, sale.amount = event_id, kind, -amount
    sale.occurred_at, sale.month = at, clock.month_of(at)
    Fact.objects.bulk_create([sale], ignore_conflicts=True)
