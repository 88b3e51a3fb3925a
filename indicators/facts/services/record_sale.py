"""Record a paid order as a fact, once."""

from django.db import transaction

from indicators.facts.services.record_fact import record_fact
from indicators.models import Channel
from orders.queries import sale_of


@transaction.atomic
def record_sale(*, order_id: str, event_id: int) -> bool:
    """Write the sale of a paid order; True if it is new. The order and its seller are read again, never the event.

    The fact keeps the seller's commune of that day, today's and the one before 7/2025: a later move changes no figure.
    """
    sale = sale_of(order_id)
    return sale is not None and record_fact(sale, Channel.ONLINE, event_id)
