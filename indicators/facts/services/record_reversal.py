"""Facts that take a counted sale back, in part or whole."""

from datetime import datetime

from core import clock
from core.models import Delivery
from indicators.models import Fact, FactKind

SALE_HANDLER = "indicators.record_sale"


class SaleNotYetRecordedError(Exception):
    """The refund was heard before the sale: the outbox tries again."""


def counted_sale(ref: str, handler: str, **told: str) -> Fact | None:
    """The fact of a sale, None where it never was one; `told` is what its event says, `handler` who records it.

    Raises SaleNotYetRecordedError while that event is on its way.
    """
    counted = Fact.objects.filter(kind=FactKind.SALE, order_ref=ref).first()
    if counted is None:
        waiting = Delivery.objects.filter(done_at=None, handler=handler)
        if waiting.filter(**{f"event__payload__{name}": value for name, value in told.items()}).exists():
            raise SaleNotYetRecordedError(ref)
    return counted


def take_all_back(sale: Fact, *, event_id: int, at: datetime) -> bool:
    """Take a counted sale back altogether; False where that was done."""
    if Fact.objects.filter(kind=FactKind.REVERSAL, order_ref=sale.order_ref).exists():
        return False
    take_back(sale, sale.amount, FactKind.REVERSAL, event_id=event_id, at=at)
    return True


def take_back(sale: Fact, amount: int, kind: FactKind, *, event_id: int, at: datetime) -> None:
    """A fact like the sale's, of `amount` đồng given back; an event that wrote its own already writes nothing."""
    sale.pk = None
    sale.event_id, sale.kind, sale.amount = event_id, kind, -amount
    sale.occurred_at, sale.month = at, clock.month_of(at)
    Fact.objects.bulk_create([sale], ignore_conflicts=True)
