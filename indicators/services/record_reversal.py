"""Record the refund of a counted sale as a fact that takes it back, once."""

from datetime import datetime

from django.db import transaction

from core import clock
from core.models import Delivery
from indicators.models import Fact, FactKind
from orders.queries.sale import sale_of

SALE_HANDLER = "indicators.record_sale"


class SaleNotYetRecordedError(Exception):
    """The refund was heard before the sale: the outbox tries again."""


@transaction.atomic
def record_reversal(*, order_id: str, event_id: int, refunded_at: datetime) -> bool:
    """Take back the sale of a refunded order, in the month of the refund; True if it is new.

    An order that was refunded without ever having been a sale (paid too late, out of stock) leaves no fact at all.
    Raises SaleNotYetRecordedError while the order's sale is still on its way.
    """
    sale = sale_of(order_id)
    if sale is None:
        return False
    counted = Fact.objects.filter(kind=FactKind.SALE, order_ref=sale.ref).first()
    if counted is None:
        if sale_is_on_its_way(order_id):
            raise SaleNotYetRecordedError(sale.ref)
        return False
    if Fact.objects.filter(kind=FactKind.REVERSAL, order_ref=sale.ref).exists():
        return False
    take_back(counted, counted.amount, FactKind.REVERSAL, event_id=event_id, at=refunded_at)
    return True


def take_back(sale: Fact, amount: int, kind: FactKind, *, event_id: int, at: datetime) -> None:
    """A fact like the sale's, of `amount` đồng given back; an event that wrote its own already writes nothing."""
    sale.pk = None
    sale.event_id, sale.kind, sale.amount = event_id, kind, -amount
    sale.occurred_at, sale.month = at, clock.month_of(at)
    Fact.objects.bulk_create([sale], ignore_conflicts=True)


def sale_is_on_its_way(order_id: str) -> bool:
    """Whether the sale was told and is not recorded yet: the outbox brings it later."""
    waiting = Delivery.objects.filter(done_at=None, handler=SALE_HANDLER)
    return waiting.filter(event__payload__order_id=order_id).exists()
