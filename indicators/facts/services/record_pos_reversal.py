"""Record the reversal of a voided POS sale, once."""

from datetime import datetime

from django.db import transaction

from indicators.facts.services.record_reversal import counted_sale, record_full_reversal
from orders.pos import queries

SALE_HANDLER = "indicators.record_pos_sale"


@transaction.atomic
def record_pos_reversal(*, sale_id: str, event_id: int, voided_at: datetime) -> bool:
    """Reverse the sale in the month in which it was voided; True if it is new.

    Raises SaleNotYetRecordedError while the sale's event is pending.
    """
    sale = queries.counted_sale(sale_id)
    if sale is None:
        return False
    counted = counted_sale(sale.ref, SALE_HANDLER, sale_id=sale_id)
    return counted is not None and record_full_reversal(counted, event_id=event_id, at=voided_at)
