"""Facts that reverse a sale, in part or in whole."""

from datetime import datetime

from core import clock
from core.models import Delivery
from indicators.models import Fact, FactKind

SALE_HANDLER = "indicators.record_sale"


class SaleNotYetRecordedError(Exception):
    """The refund was delivered before the sale: the outbox tries again."""


def counted_sale(ref: str, handler: str, **payload: str) -> Fact | None:
    """The fact of a sale; None if it was never a sale. `payload` is a part of its event, `handler` its handler.

    Raises SaleNotYetRecordedError while that event is still pending.
    """
    counted = Fact.objects.filter(kind=FactKind.SALE, order_ref=ref).first()
    if counted is None:
        waiting = Delivery.objects.filter(done_at=None, handler=handler)
        if waiting.filter(**{f"event__payload__{name}": value for name, value in payload.items()}).exists():
            raise SaleNotYetRecordedError(ref)
    return counted


def record_full_reversal(sale: Fact, *, event_id: int, at: datetime) -> bool:
    """Reverse a sale completely; False where it is reversed already."""
    if Fact.objects.filter(kind=FactKind.REVERSAL, order_ref=sale.order_ref).exists():
        return False
    record_refund_fact(sale, sale.amount, FactKind.REVERSAL, event_id=event_id, at=at)
    return True


def record_refund_fact(sale: Fact, amount: int, kind: FactKind, *, event_id: int, at: datetime) -> None:
    """Record a refund of `amount` đồng with the sale's other values; an event that has its fact records nothing."""
    sale.pk = None
    sale.event_id, sale.kind, sale.amount = event_id, kind, -amount
    sale.occurred_at, sale.month = at, clock.month_of(at)
    Fact.objects.bulk_create([sale], ignore_conflicts=True)
