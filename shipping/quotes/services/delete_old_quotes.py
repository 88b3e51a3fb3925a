"""Delete quotes that ended long ago. An order keeps its own price and days of arrival."""

from datetime import timedelta

from core import clock
from shipping.models import ShippingQuote

KEEP_QUOTES = timedelta(days=30)  # as long as carts are kept


def delete_old_quotes() -> int:
    """Delete quotes that ended more than 30 days ago; how many."""
    deleted, _by_model = ShippingQuote.objects.filter(valid_until__lt=clock.now() - KEEP_QUOTES).delete()
    return deleted
