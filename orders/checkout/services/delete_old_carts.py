"""Delete carts that were not placed for 30 days, with the data typed into them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet

from core import clock
from orders.checkout.limits import CART_KEPT
from orders.models import Checkout
from places.models import Address

_AT_ONCE = 500


def delete_old_carts() -> int:
    """Delete every cart that was not placed or changed for 30 days, then addresses of that age without a reference.

    In transactions of 500 carts. Each cart is locked, so that one being changed is kept. Returns the number of carts.
    """
    until = clock.now() - CART_KEPT
    deleted = 0
    while batch := _delete_some(until):
        deleted += batch
    _unused_addresses().filter(created_at__lt=until).delete()
    return deleted


@transaction.atomic
def _delete_some(until: datetime) -> int:
    old = Checkout.objects.filter(placed_at=None, updated_at__lt=until).order_by("pk")
    ids = [row.pk for row in old.select_for_update(skip_locked=True)[:_AT_ONCE]]
    Checkout.objects.filter(pk__in=ids).delete()
    return len(ids)


def _unused_addresses() -> QuerySet[Address]:
    """Addresses without a reference from any table: the cart's own, and those that the buyer replaced."""
    unused = Address.objects.all()
    for relation in Address._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            unused = unused.exclude(Exists(rows))
    return unused
