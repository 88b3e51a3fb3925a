"""End the quotes of a seller whose terms changed."""

from core import clock
from shipping.models import ShippingQuote


def expire_quotes(seller_id: int) -> None:
    """No order is placed on an old price from now on; the buyer is shown the new one first."""
    now = clock.now()
    ShippingQuote.objects.filter(seller=seller_id, valid_until__gt=now).update(valid_until=now)
