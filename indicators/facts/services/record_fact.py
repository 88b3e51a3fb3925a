"""A sale written as a fact, once, with the commune that its seller has on that day."""

from cooperatives.models import Seller
from core import clock
from indicators.models import Channel, Fact, FactKind
from orders.models import PAID_IN_CASH
from orders.queries import Sale


def record_fact(sale: Sale, channel: Channel, event_id: int) -> bool:
    """True if it is new. The seller is read now: a later move changes no figure."""
    seller = Seller.objects.only("unit_id", "old_unit_id", "is_sample").get(pk=sale.seller_id)
    if Fact.objects.filter(kind=FactKind.SALE, order_ref=sale.ref).exists():
        return False
    Fact.objects.bulk_create(
        [
            Fact(
                event_id=event_id,
                kind=FactKind.SALE,
                order_ref=sale.ref,
                seller_id=seller.pk,
                unit_id=seller.unit_id,
                old_unit_id=seller.old_unit_id,
                channel=channel,
                method=sale.method,
                cashless=sale.method not in PAID_IN_CASH,
                declared=sale.is_declared,
                amount=sale.total,
                is_sample=sale.is_sample or seller.is_sample,
                occurred_at=sale.paid_at,
                month=clock.month_of(sale.paid_at),
            )
        ],
        ignore_conflicts=True,  # another worker with the same event, at the same moment
    )
    return True
