"""Three years after an order is over nothing in it names its buyer any more; the sale itself stays."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from core import clock
from orders.models import Order
from orders.personal_data.services.erase_buyers import closed_orders, erase_buyers

RETENTION = timedelta(
    days=3 * 366
)  # contract data: NĐ 248/2026/NĐ-CP, at least 3 years; counted so that leap days are in
_AT_ONCE = 200


def erase_old_orders() -> int:
    """Pseudonymise every order whose last deed was more than 3 years ago, in transactions of 200; how many were.

    Idempotent. An order counts from its last line of history, so a late return begins the time anew.
    """
    erased = 0
    while batch := _erase_batch():
        erased += batch
    return erased


@transaction.atomic
def _erase_batch() -> int:
    until = clock.now() - RETENTION
    named = Order.objects.exclude(phone="").filter(created_at__lt=until)
    ids: list[UUID] = list(
        closed_orders(named)
        .annotate(last=Max("history__at"))
        .filter(Q(last__lt=until) | Q(last=None))
        .order_by("pk")
        .values_list("pk", flat=True)[:_AT_ONCE]
    )
    erase_buyers(ids)
    return len(ids)
