"""Record the refund of a counted sale as a fact that takes it back, once."""

from datetime import datetime

from django.db import transaction

from core import clock
from core.models import Delivery
from indicators.models import Fact, FactKind
from orders.queries import sale_of

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
    counted = counted_sale(sale.ref, SALE_HANDLER, order_id=order_id)
    return counted is not None and take_all_back(counted, event_id=event_id, at=refunded_at)


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
