"""Loaders of products on sale and their parts by id, in one statement each, for the resolvers of the API."""

from collections.abc import Sequence
from typing import Any

from catalog.certificates.validity import stars_on
from catalog.models import Category, Photo, Product, Variant
from catalog.visibility import on_sale, variant_on_sale_q
from core.graphql.context import Context
from core.graphql.deferred import Loader

_PRODUCT = (
    "id", "slug", "name", "summary", "description", "origin", "storage", "season_months", "days_to_ship", "is_sample",
    "seller_id", "category_id", "created_at", "updated_at", "price_from",
)  # fmt: skip
_VARIANT = ("id", "product_id", "name", "sku", "price", "weight_g", "net_weight_g", "on_hand", "reserved")
_PHOTO = ("id", "product_id", "key", "widths", "alt", "is_illustration")

Row = dict[str, Any]


def products(context: Context) -> Loader:
    """{id: row} of products on sale, with `stars` as they may be shown today."""
    return context.loader("catalog.products", lambda _: _products)


def variants(context: Context) -> Loader:
    """{id: row} of active variants."""
    return context.loader("catalog.variants", lambda _: _variants)


def variants_of(context: Context) -> Loader:
    """{product id: [row, …]} of active variants, in their order."""
    return context.loader("catalog.variants_of", lambda _: _variants_of)


def photos_of(context: Context) -> Loader:
    """{product id: [row, …]} of photos, in their order."""
    return context.loader("catalog.photos_of", lambda _: _photos_of)


def categories(context: Context) -> Loader:
    """{id: Category}."""
    return context.loader("catalog.categories", lambda _: lambda ids: Category.objects.in_bulk(ids))


def _products(ids: Sequence[int]) -> dict[int, Row]:
    rows = on_sale(Product.objects.filter(pk__in=ids)).annotate(stars=stars_on()).values(*_PRODUCT, "stars")
    return {row["id"]: row for row in rows}


def _variants(ids: Sequence[int]) -> dict[int, Row]:
    """Only of products on sale: a cart may contain withdrawn ones."""
    rows = Variant.objects.filter(variant_on_sale_q(), pk__in=ids).values(*_VARIANT)
    return {row["id"]: row for row in rows}


def _variants_of(ids: Sequence[int]) -> dict[int, list[Row]]:
    variants: dict[int, list[Row]] = {pk: [] for pk in ids}
    rows = Variant.objects.filter(product_id__in=ids, is_active=True).order_by("position", "id").values(*_VARIANT)
    for row in rows:
        variants[row["product_id"]].append(row)
    return variants


def _photos_of(ids: Sequence[int]) -> dict[int, list[Row]]:
    photos: dict[int, list[Row]] = {pk: [] for pk in ids}
    for row in Photo.objects.filter(product_id__in=ids).order_by("position", "id").values(*_PHOTO):
        photos[row["product_id"]].append(row)
    return photos
