"""Record what a buyer has back of a delivered order: a part of its sale, or the last of it."""

from django.db import transaction

from indicators.facts.services.record_reversal import SALE_HANDLER, counted_sale, take_back
from indicators.models import Fact, FactKind
from orders.returns.queries import completed_return

RETURN_HANDLER = "indicators.record_money_back"


@transaction.atomic
def record_return_refund(*, order_id: str, return_id: str, event_id: int) -> bool:
    """Take the returned đồng back in the month in which the buyer got them; True if it is new.

    The last of an order takes its sale back altogether. Raises SaleNotYetRecordedError while the sale is on its way.
    """
    back = completed_return(return_id)
    if back is None or Fact.objects.filter(event_id=event_id).exists():
        return False
    sale = counted_sale(back.order_code, SALE_HANDLER, order_id=order_id)
    if sale is None:
        return False
    kind = FactKind.REVERSAL if back.is_last else FactKind.PARTIAL
    take_back(sale, back.amount, kind, event_id=event_id, at=back.at)
    return True
