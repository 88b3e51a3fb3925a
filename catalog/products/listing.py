"""Product cards: everything that a list shows of a product, in one SQL statement for any number of products."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.certificates.validity import stars_on
from catalog.media.presenters import PhotoUrls, first_photo, photo_urls
from catalog.models import Product, Variant
from catalog.products.ordering import number, part_in_order
from catalog.visibility import on_sale
from core import clock
from core.compiled_queries import compiled_query


@dataclass(frozen=True)
class ProductCard:
    """A product in a list. The price is that of the cheapest available variant, in đồng with tax."""

    id: int
    slug: str
    name: str
    pack: str  # "Thùng 5 kg"
    variant_id: int
    price: int
    price_per_kg: int | None
    packs: int  # how many pack sizes: more than one reads "từ 245.000 đ"
    available: int  # over all pack sizes; 0 = sold out
    stars: int | None
    photo: PhotoUrls | None
    seller_id: int
    seller_name: str
    seller_slug: str
    seller_place: str  # "Xã Mỹ Thọ"
    category_name: str
    season_months: list[int]
    days_to_ship: int
    ships_text: str
    is_sample: bool


def list_cards(products: "QuerySet[Product]", *, limit: int | None = None) -> list[ProductCard]:
    """Cards of the first `limit` products (or of all), in their order, without products that have no active variant."""
    return [to_card(row) for row in listing_rows(products)[:limit]]


def cards_of(ids: list[int]) -> "list[dict[str, Any]]":
    """The rows of the cards of these products, as far as they are on sale, in any order (one statement)."""
    return _OF_IDS(ids, clock.today())


def first_cards(sort: str, limit: int, *, part: bool | None, count: int | None) -> "list[dict[str, Any]]":
    """The first rows of one part of all products on sale in an order (one statement)."""
    return _FIRST(clock.today(), sort=sort, limit=limit, part=part, count=count)


def listing_rows(
    products: "QuerySet[Product]", day: date | None = None, **extra: Any
) -> "QuerySet[Product, dict[str, Any]]":
    """The rows of the cards, with the `extra` columns; stars are those of the day (today)."""
    return (
        products.filter(price_from__isnull=False)
        .annotate(
            lead=_lead_pack(),
            pack_count=_packs(Count("pk")),
            available=Coalesce(_packs(Sum(F("on_hand") - F("reserved"))), 0),
            first_photo=first_photo(),
            stars=stars_on(day),
            **extra,
        )
        .values(*_COLUMNS, *extra)
    )


def to_card(row: Mapping[str, Any]) -> ProductCard:
    """One row of `listing_rows` as a card."""
    lead = row["lead"]
    return ProductCard(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        pack=lead["name"],
        variant_id=lead["id"],
        price=lead["price"],
        price_per_kg=price_per_kg(lead["price"], lead["net_weight_g"]),
        packs=row["pack_count"],
        available=row["available"],
        stars=row["stars"],
        photo=photo_urls(row["first_photo"]) if row["first_photo"] else None,
        seller_id=row["seller_id"],
        seller_name=row["seller__name"],
        seller_slug=row["seller__slug"],
        seller_place=row["seller__unit__full_name"],
        category_name=row["category__name"],
        season_months=row["season_months"],
        days_to_ship=row["days_to_ship"],
        ships_text=ships_text(row["days_to_ship"]),
        is_sample=row["is_sample"],
    )


def price_per_kg(price: int, net_weight_g: int | None) -> int | None:
    """The price per kilogram in đồng, rounded; None where the net weight is unknown."""
    return None if not net_weight_g else (price * 1000 + net_weight_g // 2) // net_weight_g


def ships_text(days: int) -> str:
    """A sentence about when the seller ships."""
    if days == 0:
        return _("Gửi trong ngày")
    return ngettext("Gửi sau %(days)d ngày", "Gửi sau %(days)d ngày", days) % {"days": days}


_COLUMNS = (
    "id", "slug", "name", "season_months", "days_to_ship", "is_sample", "seller_id", "seller__name", "seller__slug",
    "seller__unit__full_name", "category__name", "lead", "pack_count", "available", "first_photo", "stars",
)  # fmt: skip


def _active(product: str = "pk") -> "QuerySet[Variant]":
    return Variant.objects.filter(product=OuterRef(product), is_active=True)


def _lead_pack() -> Subquery:
    """The cheapest available variant, or the cheapest of all where everything is sold out."""
    fields = JSONObject(id=F("pk"), name=F("name"), price=F("price"), net_weight_g=F("net_weight_g"))
    sold_out = Case(When(on_hand__gt=F("reserved"), then=0), default=1)
    return Subquery(_active().order_by(sold_out, "price", "id").values(_json=fields)[:1])


def _packs(aggregate: Any) -> Subquery:
    """An aggregate over the active variants of a product."""
    grouped = _active().order_by().values("product").annotate(_number=aggregate)
    return Subquery(grouped.values("_number"), output_field=IntegerField())


def _first(day: date, *, sort: str = "new", limit: int = 1, part: bool | None = None, count: int | None = 1) -> Any:
    products = on_sale(Product.objects.all())
    rows, extra = part_in_order(products, sort, part)
    return listing_rows(rows, day, total=number(products, count), **extra)[:limit]


def _of_ids(ids: list[int], day: date) -> Any:
    return listing_rows(on_sale(Product.objects.filter(pk__any_of=ids)), day)


_FIRST: Any = compiled_query(_first, date)
_OF_IDS: Any = compiled_query(_of_ids, list, date)
