"""Record that a sale at a stall was undone as a fact that takes it back, once."""

from datetime import datetime

from django.db import transaction

from indicators.facts.services.record_reversal import counted_sale, record_full_reversal
from orders.pos import queries

SALE_HANDLER = "indicators.record_pos_sale"


@transaction.atomic
def record_pos_reversal(*, sale_id: str, event_id: int, voided_at: datetime) -> bool:
    """Take back the sale, in the month in which it was undone; True if it is new.

    Raises SaleNotYetRecordedError while the sale is still on its way.
    """
    sale = queries.counted_sale(sale_id)
    if sale is None:
        return False
    counted = counted_sale(sale.ref, SALE_HANDLER, sale_id=sale_id)
    return counted is not None and record_full_reversal(counted, event_id=event_id, at=voided_at)
