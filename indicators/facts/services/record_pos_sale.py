"""Record a sale at a stall as a fact, once."""

from django.db import transaction

from indicators.facts.services.record_fact import record_fact
from indicators.models import Channel
from orders.pos.queries import counted_sale


@transaction.atomic
def record_pos_sale(*, sale_id: str, event_id: int) -> bool:
    """Write a paid counter sale, in cash or by transfer; True if it is new. It is read again, never the event."""
    sale = counted_sale(sale_id)
    return sale is not None and record_fact(sale, Channel.POS, event_id)
