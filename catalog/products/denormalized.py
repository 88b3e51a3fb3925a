"""Denormalized columns of products: the words for search, and the price to sort by."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from catalog.models import Product, Variant
from core.locks import lock_rows
from core.text import marked_words, sort_key, words

COLUMNS = ("name_fold", "name_sort", "search_fold", "search_exact", "price_from")
_BATCH = 500


def refresh(products: "QuerySet[Product]") -> int:
    """Recompute the columns of these products under a lock; returns the number of changed products."""
    changed = []
    with transaction.atomic():
        for product in lock_rows(_with_sources(products)):
            fresh = compute(product)
            if any(getattr(product, column) != fresh[column] for column in COLUMNS):
                for column in COLUMNS:
                    setattr(product, column, fresh[column])
                changed.append(product)
        Product.objects.bulk_update(changed, COLUMNS, batch_size=_BATCH)
    return len(changed)


def stale(products: "QuerySet[Product]") -> Iterable[int]:
    """Ids of products whose columns differ from the recomputed ones."""
    for product in _with_sources(products).iterator(chunk_size=_BATCH):
        fresh = compute(product)
        if any(getattr(product, column) != fresh[column] for column in COLUMNS):
            yield product.pk


def compute(product: Product) -> dict[str, object]:
    """The values of the columns; `product` was read by `_with_sources`."""
    seller = product.seller
    places = [seller.unit.name, seller.old_unit.name if seller.old_unit else ""]
    around = [product.category.name, seller.name, *places, product.summary, product.origin]
    return {
        "name_fold": " ".join(words(product.name)),
        "name_sort": sort_key(product.name)[:600],
        "search_fold": " ".join(words(" ".join(around))),
        "search_exact": " ".join(marked_words(" ".join([product.name, *around]))),
        "price_from": product.lowest_price,  # type: ignore[attr-defined]
    }


def _with_sources(products: "QuerySet[Product]") -> "QuerySet[Product]":
    packs = Variant.objects.filter(product=OuterRef("pk"), is_active=True).order_by("price")
    sources = ("category", "seller", "seller__unit", "seller__old_unit")
    return products.select_related(*sources).annotate(lowest_price=Subquery(packs.values("price")[:1])).order_by("pk")
