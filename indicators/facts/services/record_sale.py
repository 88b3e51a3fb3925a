"""Record a sale, of a paid order or at a stall, as a fact, once."""

from django.db import transaction

from cooperatives.models import Seller
from core import clock
from indicators.models import Channel, Fact, FactKind
from orders.models import PAID_IN_CASH
from orders.pos.queries import counted_sale
from orders.queries import Sale, sale_of


@transaction.atomic
def record_sale(*, order_id: str, event_id: int) -> bool:
    """Write the sale of a paid order; True if it is new. The order and its seller are read again, never the event.

    The fact keeps the seller's commune of that day, today's and the one before 7/2025: a later move changes no figure.
    """
    sale = sale_of(order_id)
    return sale is not None and _record(sale, Channel.ONLINE, event_id)


@transaction.atomic
def record_pos_sale(*, sale_id: str, event_id: int) -> bool:
    """Write a paid sale at a stall, in cash or by transfer; True if it is new. It is read again, never the event."""
    sale = counted_sale(sale_id)
    return sale is not None and _record(sale, Channel.POS, event_id)


def _record(sale: Sale, channel: Channel, event_id: int) -> bool:
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
