"""Products with all that a query selects of them, in one statement of exactly the needed columns."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, OuterRef, QuerySet, Subquery

from catalog.certificates.validity import valid_certificates
from catalog.graphql.loaders import Row
from catalog.models import Category, Photo, Product, Variant
from catalog.products.objects import objects_of
from catalog.products.ordering import number, part_in_order
from catalog.search.engine import Shown
from catalog.visibility import on_sale
from cooperatives.models import Seller
from core import clock
from core.compiled_queries import CompiledQuery, compiled_query
from core.graphql.context import Context
from core.graphql.selection import below
from places.graphql.types import COMMUNE_COLUMNS, prime_commune

# {field of the API: the columns that its resolver reads}
_PRODUCT = {
    "name": ("name",), "slug": ("slug",), "summary": ("summary",), "description": ("description",),
    "origin": ("origin",), "storage": ("storage",), "seasonMonths": ("season_months",),
    "daysToShip": ("days_to_ship",), "ocopStars": ("stars",), "isSample": ("is_sample",), "created": ("created_at",),
    "updatedAt": ("updated_at",), "pricing": ("price_from",),
}  # fmt: skip
_CATEGORY = {"name": ("name",), "slug": ("slug",), "ocopGroup": ("ocop_group",)}
_SELLER = {
    "name": ("name",), "slug": ("slug",), "kind": ("kind",), "about": ("about",), "taxCode": ("tax_code",),
    "commune": ("unit_id",), "verifiedAt": ("verified_at",), "isSample": ("is_sample",),
}  # fmt: skip
_VARIANT = {
    "name": ("name",), "sku": ("sku",), "quantityAvailable": ("on_hand", "reserved"), "weightG": ("weight_g",),
    "pricing": ("price", "net_weight_g"), "product": ("product_id",),
}  # fmt: skip
_PHOTO = {
    "url": ("key", "widths"),
    "srcsetWebp": ("key", "widths"),
    "alt": ("alt",),
    "isIllustration": ("is_illustration",),
}


class Needs(NamedTuple):
    """The columns that are read: of the product, and of the rows that hang on it. None: no such row is asked for."""

    product: tuple[str, ...]
    category: tuple[str, ...] | None = None
    seller: tuple[str, ...] | None = None
    variants: tuple[str, ...] | None = None
    photos: tuple[str, ...] | None = None

    @property
    def depends_on_day(self) -> bool:
        return "stars" in self.product


_ID = Needs(("id",))


@lru_cache(512)
def needs(selected: frozenset[str]) -> Needs:
    """The columns behind the selected paths below a product ({"name", "seller", "seller.name", …})."""

    def of(name: str, fields: Mapping[str, tuple[str, ...]], model: type[Model]) -> tuple[str, ...] | None:
        if name not in selected:
            return None
        columns = {"id", *_columns(below(selected, name), fields)}
        return tuple(
            field.attname for field in model._meta.concrete_fields if field.attname in columns
        )  # for `from_db`

    return Needs(
        ("id", *_columns(selected, _PRODUCT)),
        of("category", _CATEGORY, Category),
        of("seller", _SELLER, Seller),
        of("variants", _VARIANT, Variant),
        of("media", _PHOTO, Photo),
    )


def with_columns(
    products: "QuerySet[Product]", need: Needs, day: date | None, **extra: Any
) -> "QuerySet[Product, Row]":
    """The rows with these columns, and the `extra` ones; `day` decides about stars."""
    columns = [*need.product]
    if day is not None:
        best = valid_certificates(day).filter(product=OuterRef("pk")).order_by("-stars")
        extra["stars"] = Subquery(best.values("stars")[:1])
    if need.category:
        columns += [f"category__{name}" for name in need.category]
    if need.seller:
        columns += [f"seller__{name}" for name in need.seller]
        columns += [f"seller__unit__{name}" for name in COMMUNE_COLUMNS] if "unit_id" in need.seller else []
    if need.variants:
        active = Variant.objects.filter(product=OuterRef("pk"), is_active=True)
        extra["variant_rows"] = objects_of(active, need.variants)
    if need.photos:
        extra["photo_rows"] = objects_of(Photo.objects.filter(product=OuterRef("pk")), need.photos)
    return products.annotate(**extra).values(*dict.fromkeys([*columns, *extra]))


class Completer:
    """Makes rows what the resolvers read: `category`, `seller` and the communes are objects."""

    def __init__(self, context: Context, need: Needs) -> None:
        self._context, self._need = context, need
        self._categories: dict[int, Category] = {}
        self._sellers: dict[int, Seller] = {}

    def __call__(self, row: Row) -> Row:
        """The same row."""
        need = self._need
        if need.category:
            row["category"] = _model(Category, self._categories, row, "category__", need.category)
        if need.seller:
            if "unit_id" in need.seller and row["seller__id"] not in self._sellers:
                place = [row[f"seller__unit__{name}"] for name in COMMUNE_COLUMNS]
                prime_commune(self._context, row["seller__unit_id"], place)
            row["seller"] = _model(Seller, self._sellers, row, "seller__", need.seller)
        return row


def product_row(context: Context, selected: frozenset[str], **key: Any) -> Row | None:
    """The row of the product on sale with this `pk` or `slug`; the oldest of several."""
    need = needs(selected)
    ((name, value),) = key.items()
    query = _DETAILS[name, need.depends_on_day]
    rows = query(value, *([clock.today()] if need.depends_on_day else []), need=need)
    return Completer(context, need)(rows[0]) if rows else None


def shown(context: Context, selected: frozenset[str]) -> Shown:
    """What a list of products reads for the fields selected below the connection."""
    need = needs(below(selected, "edges.node"))
    today = clock.today() if need.depends_on_day else None

    days = [today] if today else []
    return Shown(
        rows=lambda products, **extra: with_columns(products, need, today, **extra),
        make=Completer(context, need),
        of=lambda ids: _OF_IDS[need.depends_on_day](ids, *days, need=need),
        first=lambda sort, limit, **part: _LISTS[need.depends_on_day](*days, need=need, sort=sort, limit=limit, **part),
        count=None if "totalCount" in selected else 0,
    )


def _list(
    day: date | None = None,
    *,
    need: Needs = _ID,
    sort: str = "new",
    limit: int = 1,
    part: bool | None = None,
    count: int | None = None,
) -> "QuerySet[Product, Row]":
    products = on_sale(Product.objects.all())
    rows, extra = part_in_order(products, sort, part)
    return with_columns(rows, need, day, total=number(products, count), **extra)[:limit]


def _of_ids(ids: list[int], day: date | None = None, *, need: Needs = _ID) -> "QuerySet[Product, Row]":
    return with_columns(on_sale(Product.objects.filter(pk__any_of=ids)), need, day)


_LISTS: dict[bool, CompiledQuery[Any]] = {False: compiled_query(_list), True: compiled_query(_list, date)}
_OF_IDS: dict[bool, CompiledQuery[Any]] = {
    False: compiled_query(_of_ids, list),
    True: compiled_query(_of_ids, list, date),
}


def _detail(key: str) -> Callable[..., "QuerySet[Product, Row]"]:
    def build(value: Any, day: date | None = None, *, need: Needs = _ID) -> "QuerySet[Product, Row]":
        products = on_sale(Product.objects.filter(**{key: value})).order_by("pk")
        return with_columns(products, need, day)[:1]

    return build


_DETAILS: dict[tuple[str, bool], CompiledQuery[Any]] = {
    ("pk", False): compiled_query(_detail("pk"), int),
    ("pk", True): compiled_query(_detail("pk"), int, date),
    ("slug", False): compiled_query(_detail("slug"), str),
    ("slug", True): compiled_query(_detail("slug"), str, date),
}


def _columns(selected: frozenset[str], fields: Mapping[str, tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(column for name, columns in fields.items() if name in selected for column in columns))


def _model(kind: type[Model], known: dict[int, Any], row: Row, prefix: str, columns: tuple[str, ...]) -> Any:
    pk = row[f"{prefix}id"]
    if pk not in known:
        known[pk] = kind.from_db(DEFAULT_DB_ALIAS, columns, [row[prefix + name] for name in columns])
    return known[pk]
