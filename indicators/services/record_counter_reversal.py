"""Record that a sale at a stall was undone as a fact that takes it back, once."""

from datetime import datetime

from django.db import transaction

from core.models import Delivery
from indicators.models import Fact, FactKind
from indicators.services.record_reversal import SaleNotYetRecordedError, take_back
from orders.counter.queries import counted_sale

SALE_HANDLER = "indicators.record_counter_sale"


@transaction.atomic
def record_counter_reversal(*, sale_id: str, event_id: int, undone_at: datetime) -> bool:
    """Take back the sale, in the month in which it was undone; True if it is new.

    Raises SaleNotYetRecordedError while the sale is still on its way.
    """
    sale = counted_sale(sale_id)
    if sale is None:
        return False
    counted = Fact.objects.filter(kind=FactKind.SALE, order_ref=sale.ref).first()
    if counted is None:
        if Delivery.objects.filter(done_at=None, handler=SALE_HANDLER, event__payload__sale_id=sale_id).exists():
            raise SaleNotYetRecordedError(sale.ref)
        return False
    if Fact.objects.filter(kind=FactKind.REVERSAL, order_ref=sale.ref).exists():
        return False
    take_back(counted, counted.amount, FactKind.REVERSAL, event_id=event_id, at=undone_at)
    return True
