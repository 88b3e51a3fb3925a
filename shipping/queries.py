"""Reads of shipping methods."""

from django.db.models import QuerySet

from shipping.models import ShippingMethod


def methods_of(seller_id: int) -> "QuerySet[ShippingMethod]":
    """A seller's shipping methods with their rates, active ones first, for the workspace (two statements)."""
    return ShippingMethod.objects.filter(seller=seller_id).prefetch_related("rates").order_by("-is_active", "pk")
