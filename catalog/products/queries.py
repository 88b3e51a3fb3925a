"""Reads of products: lists, categories, a product's page, a seller's own products, the lines of a cart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from accounts.roles import Person, scope
from catalog.certificates.validity import stars_on, valid_certificates
from catalog.media.presenters import FIELDS, PhotoUrls, first_photo, photo_urls
from catalog.models import Category, Certificate, Photo, Product, Variant
from catalog.products.filters import EVERYTHING, Filters
from catalog.products.listing import ProductCard, list_cards, listing_rows, price_per_kg, ships_text, to_card
from catalog.products.objects import objects_of
from catalog.visibility import in_stock, on_sale, on_sale_q
from cooperatives.models import Seller
from cooperatives.queries import acting_sellers
from core import clock
from core.compiled_queries import compiled_query

__all__ = ["Filters", "ProductCard"]


def visible_to(user: Person) -> "QuerySet[Product]":
    """The products that this person may see (one statement more for users).

    Everyone sees products on sale; those who act for sellers also see all products of these sellers, and officials all
    products of the sellers in their units.
    """
    visible_q = on_sale_q()
    if isinstance(user, User) and user.is_active:
        visible_q |= Q(seller__in=acting_sellers(user).order_by().values("pk"))
        officially = scope(user)
        if officially.everything:
            return Product.objects.all()
        if officially:
            visible_q |= officially.units_q("seller__unit")
    return Product.objects.filter(visible_q)


def product_cards(filters: Filters = EVERYTHING, *, sort: str = "new", limit: int = 24) -> list[ProductCard]:
    """Cards of what is on sale (one statement). `sort`: "new", "price", "-price" or "name"; sold-out goods stay in."""
    if sort == "new" and filters.seller_id is not None and filters == Filters(seller_id=filters.seller_id):
        return [to_card(row) for row in _OF_SELLER(filters.seller_id, clock.today(), limit=limit)]
    order = {"new": ("-created_at", "-id"), "price": ("price_from", "id"), "-price": ("-price_from", "id")}
    order["name"] = ("name_sort", "id")
    return list_cards(filters.apply(on_sale(Product.objects.all())).order_by(*order[sort]), limit=limit)


def _of_seller(seller_id: int, day: date, *, limit: int = 1) -> Any:
    products = on_sale(Product.objects.filter(seller_id=seller_id)).order_by("-created_at", "-id")
    return listing_rows(products, day)[:limit]


_OF_SELLER: Any = compiled_query(_of_seller, int, date)


def season_and_newest_cards(*, season: int, newest: int) -> tuple[list[ProductCard], list[ProductCard]]:
    """Cards of the newest goods in stock whose season is now, and of the newest of all goods (one statement)."""
    today = clock.today()
    rows = _SEASON_AND_NEWEST(today.month, today, season=season, newest=newest)
    rows.sort(key=lambda row: (row["created"], row["id"]), reverse=True)
    ripe = [row for row in rows if row["available"] and today.month in row["season_months"]]
    return [to_card(row) for row in ripe[:season]], [to_card(row) for row in rows[:newest]]


def _season_and_newest(month: int, day: date, *, season: int = 1, newest: int = 1) -> Any:
    products = on_sale(Product.objects.all()).order_by("-created_at", "-id")
    ripe = products.filter(in_stock(), season_months__contains=[month]).values("pk")[:season]
    ids = ripe.union(products.values("pk")[:newest])
    return listing_rows(Product.objects.filter(pk__in=ids), day, created=F("created_at"))


_SEASON_AND_NEWEST: Any = compiled_query(_season_and_newest, int, date)


@dataclass(frozen=True)
class CategorySummary:
    """A category, and whether it has products on sale."""

    id: int
    slug: str
    name: str
    ocop_group: int
    has_products: bool


def category_summaries() -> list[CategorySummary]:
    """All categories in their order, empty ones too (one statement)."""
    return [
        CategorySummary(pk, slug, name, group, oldest is not None) for pk, slug, name, group, oldest in _CATEGORIES()
    ]


def _categories() -> Any:
    # Only the index of categories has this order. For EXISTS, or an equality, PostgreSQL expects a product soon, and
    # reads the whole table for a category without any.
    own = Product.objects.filter(category__gte=OuterRef("pk"), category__lte=OuterRef("pk"))
    oldest = on_sale(own).order_by("category_id", "id").values("pk")[:1]
    rows = Category.objects.annotate(oldest=Subquery(oldest)).order_by("position")
    return rows.values_list("pk", "slug", "name", "ocop_group", "oldest")


_CATEGORIES: Any = compiled_query(_categories)


@dataclass(frozen=True)
class Pack:
    """A pack size on a product's page."""

    id: int
    name: str
    sku: str
    price: int  # đồng, tax included
    price_per_kg: int | None
    weight_g: int
    net_weight_g: int | None
    available: int


@dataclass(frozen=True)
class ProductPage:
    """Everything that a product's page shows."""

    product: Product  # with category, and seller with its address and places
    packs: list[Pack]
    photos: list[PhotoUrls]
    certificate: Certificate | None  # the one whose stars show today
    ships_text: str

    @property
    def available(self) -> int:
        """How many of all pack sizes can be bought."""
        return sum(pack.available for pack in self.packs)

    @property
    def stars(self) -> int | None:
        """The OCOP stars that may be shown."""
        return self.certificate.stars if self.certificate else None


def product_page(product_id: int, *, user: Person = None) -> ProductPage | None:
    """The page of a product that is on sale, or that `user` may see (2 statements for guests); None otherwise.

    The slug in an address is for people: compare it with `page.product.slug` and redirect.
    """
    rows = _public_product(product_id) if user is None else _with_parts(visible_to(user).filter(pk=product_id))
    for product in rows:
        return ProductPage(
            product=product,
            packs=[_pack(row) for row in product.pack_rows],
            photos=[photo_urls(row) for row in product.photo_rows],
            certificate=next(iter(_certificate(product_id, clock.today())), None),
            ships_text=ships_text(product.days_to_ship),
        )
    return None


def _with_parts(products: "QuerySet[Product]") -> Any:
    """The products with category, and seller with its address and places; their packs and photos as objects."""
    packs = Variant.objects.filter(product=OuterRef("pk"), is_active=True)
    return products.select_related(
        "category", "seller__address__unit__parent", "seller__unit__parent", "seller__old_unit__parent__parent"
    ).annotate(
        pack_rows=objects_of(packs, _PACK),
        photo_rows=objects_of(Photo.objects.filter(product=OuterRef("pk")), FIELDS),
    )


_PACK = ("id", "name", "sku", "price", "weight_g", "net_weight_g", "on_hand", "reserved")
_public_product: Any = compiled_query(
    lambda product_id: _with_parts(on_sale(Product.objects.filter(pk=product_id))), int
)
_certificate = compiled_query(
    lambda product_id, day: valid_certificates(day).filter(product_id=product_id).order_by("-stars", "-expires_on")[:1],
    int,
    date,
)


def _pack(row: Mapping[str, Any]) -> Pack:
    return Pack(
        id=row["id"],
        name=row["name"],
        sku=row["sku"],
        price=row["price"],
        price_per_kg=price_per_kg(row["price"], row["net_weight_g"]),
        weight_g=row["weight_g"],
        net_weight_g=row["net_weight_g"],
        available=row["on_hand"] - row["reserved"],
    )


@dataclass(frozen=True)
class VariantForSale:
    """The data of a variant that a cart line needs."""

    variant_id: int
    product_id: int
    product_name: str
    product_slug: str
    pack: str
    sku: str
    price: int  # đồng, tax included
    weight_g: int
    available: int
    on_sale: bool  # False: withdrawn after it was added to the cart
    seller_id: int
    seller_name: str
    seller_slug: str
    days_to_ship: int
    tax_category: str
    is_sample: bool
    photo: PhotoUrls | None


def variants_for_sale(ids: Iterable[int]) -> dict[int, VariantForSale]:
    """{variant id: its data} of all ids that exist, on sale or not (one statement)."""
    rows = (
        Variant.objects.filter(pk__in=list(ids))
        .annotate(first_photo=first_photo("product_id"))
        .select_related("product__seller")
    )
    variants = {}
    for variant in rows:
        product, seller = variant.product, variant.product.seller
        variants[variant.pk] = VariantForSale(
            variant_id=variant.pk,
            product_id=product.pk,
            product_name=product.name,
            product_slug=product.slug,
            pack=variant.name,
            sku=variant.sku,
            price=variant.price,
            weight_g=variant.weight_g,
            available=variant.available,
            on_sale=variant.is_active and product.is_published and seller.is_active and seller.verified_at is not None,
            seller_id=seller.pk,
            seller_name=seller.name,
            seller_slug=seller.slug,
            days_to_ship=product.days_to_ship,
            tax_category=product.tax_category,
            is_sample=product.is_sample,
            photo=photo_urls(variant.first_photo) if variant.first_photo else None,
        )
    return variants


def seller_products(seller: Seller) -> "QuerySet[Product]":
    """A seller's products for the workspace, published or not, newest first (4 statements); each with `stars`, `packs`
    (all variants), `pictures` and `papers` (its certificates)."""
    return (
        Product.objects.filter(seller=seller)
        .select_related("category")
        .annotate(stars=stars_on())
        .prefetch_related(
            Prefetch(
                "variants", Variant.objects.annotate(free=F("on_hand") - F("reserved")).order_by("position"), "packs"
            ),
            Prefetch("photos", Photo.objects.order_by("position", "id"), "pictures"),
            Prefetch("certificates", Certificate.objects.order_by("-submitted_at"), "papers"),
        )
        .order_by("-created_at", "-id")
    )
