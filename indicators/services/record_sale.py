"""Record a paid order as a fact, once."""

from django.db import transaction

from cooperatives.models import Seller
from core import clock
from indicators.models import Channel, Fact, FactKind
from orders.queries.sale import sale_of

CASH = "cash"


@transaction.atomic
def record_sale(*, order_id: str, event_id: int) -> bool:
    """Write the sale of a paid order; True if it is new. The order and its seller are read again, never the event.

    The fact keeps the seller's commune of that day, today's and the one before 7/2025: a later move changes no figure.
    """
    sale = sale_of(order_id)
    if sale is None:
        return False
    seller = Seller.objects.only("unit_id", "old_unit_id", "is_sample").get(pk=sale.seller_id)
    if Fact.objects.filter(kind=FactKind.SALE, order_ref=sale.code).exists():
        return False
    Fact.objects.bulk_create(
        [
            Fact(
                event_id=event_id,
                kind=FactKind.SALE,
                order_ref=sale.code,
                seller_id=seller.pk,
                unit_id=seller.unit_id,
                old_unit_id=seller.old_unit_id,
                channel=Channel.ONLINE,
                method=sale.method,
                cashless=sale.method != CASH,
                amount=sale.total,
                is_sample=sale.is_sample or seller.is_sample,
                occurred_at=sale.paid_at,
                month=clock.month_of(sale.paid_at),
            )
        ],
        ignore_conflicts=True,  # another worker with the same event, at the same moment
    )
    return True
