"""Give held goods free again."""

from django.db import transaction

from catalog.locks import lock_holds
from catalog.models import HoldState, StockHold
from catalog.stock import Change, move


def release_stock(*, holder_ref: str) -> None:
    """What the holder still holds can be bought by others. Goods already sold stay sold; repetition changes nothing."""
    with transaction.atomic():
        holds = [hold for hold in lock_holds(holder_ref)[0] if hold.state == HoldState.HELD]
        move(Change(hold.variant_id, held=-hold.quantity) for hold in holds)
        StockHold.objects.filter(pk__in=[hold.pk for hold in holds]).update(state=HoldState.RELEASED)
