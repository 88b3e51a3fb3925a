"""Handlers of events in the catalog."""

from catalog.media.storage import remove_unused
from catalog.models import Product
from catalog.products import denormalized
from core.models import Event
from core.outbox import subscribe


@subscribe("photo.deleted", name="catalog.remove_files")
def remove_files(event: Event) -> None:
    """Remove the files of a deleted photo, unless another photo uses them."""
    remove_unused(event.payload["key"], event.payload["widths"])


@subscribe("seller.changed", name="catalog.refresh_products")
def refresh_products(event: Event) -> None:
    """A seller's name and place are search words of its products."""
    denormalized.refresh(Product.objects.filter(seller=event.payload["seller_id"]))
