"""Products as the API shows them: Saleor's names where the thing is the same."""

from typing import Any

import graphene

from catalog.graphql import loaders
from catalog.media.presenters import photo_src, photo_srcset
from catalog.models import Category as CategoryModel
from catalog.models import OcopGroup
from catalog.products.listing import price_per_kg
from cooperatives.graphql.types import Seller, sellers
from core.graphql.context import ctx
from core.graphql.ids import to_global_id
from core.graphql.money import Money, TaxedMoney, money, taxed
from core.graphql.types import ModelType

OcopGroupEnum = graphene.Enum("OcopGroup", [(group.name, group.value) for group in OcopGroup])


class Category(ModelType):
    """A shelf of the shop."""

    ocop_group = graphene.Field(OcopGroupEnum, required=True)

    class Meta:
        model = CategoryModel
        fields = ("id", "name", "slug", "ocop_group")


class ProductMedia(graphene.ObjectType):
    """A photo."""

    id = graphene.ID(required=True)
    url = graphene.String(required=True, description="JPEG of a middle width; an address on this host.")
    srcset_webp = graphene.String(required=True)
    alt = graphene.String(required=True)
    is_illustration = graphene.Boolean(required=True, description="“Ảnh minh họa”: not of the goods themselves.")

    def resolve_id(root: loaders.Row, info: Any) -> str:
        return to_global_id("ProductMedia", root["id"])

    def resolve_url(root: loaders.Row, info: Any) -> str:
        return ctx(info).absolute(photo_src(root))

    def resolve_srcset_webp(root: loaders.Row, info: Any) -> str:
        return photo_srcset(root)


class VariantPricingInfo(graphene.ObjectType):
    """What one costs."""

    price = graphene.Field(TaxedMoney, required=True)
    price_per_kg = graphene.Field(Money, description="Where the weight of the goods alone is known.")

    def resolve_price(root: loaders.Row, info: Any) -> TaxedMoney:
        return taxed(root["price"])

    def resolve_price_per_kg(root: loaders.Row, info: Any) -> Money | None:
        per_kg = price_per_kg(root["price"], root["net_weight_g"])
        return None if per_kg is None else money(per_kg)


class ProductVariant(graphene.ObjectType):
    """A pack size: what is bought."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True, description="“Thùng 5 kg”.")
    sku = graphene.String(required=True)
    quantity_available = graphene.Int(required=True, description="How many can be bought now.")
    weight_g = graphene.Int(required=True, name="weightG", description="Packed, in grams.")
    pricing = graphene.Field(VariantPricingInfo, required=True)
    product = graphene.Field(lambda: Product, description="Null once the product is no longer on sale.")

    def resolve_id(root: loaders.Row, info: Any) -> str:
        return to_global_id("ProductVariant", root["id"])

    def resolve_quantity_available(root: loaders.Row, info: Any) -> int:
        return max(root["on_hand"] - root["reserved"], 0)

    def resolve_pricing(root: loaders.Row, info: Any) -> loaders.Row:
        return root

    def resolve_product(root: loaders.Row, info: Any) -> Any:
        return loaders.products(ctx(info)).load(root["product_id"])


class ProductPricingInfo(graphene.ObjectType):
    """What the cheapest pack size costs."""

    price_from = graphene.Field(TaxedMoney, required=True)


class Product(graphene.ObjectType):
    """A thing on sale."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    summary = graphene.String(required=True)
    description = graphene.String(required=True, description="Plain text, paragraphs by blank lines.")
    origin = graphene.String(required=True)
    storage = graphene.String(required=True)
    season_months = graphene.List(graphene.NonNull(graphene.Int), required=True, description="1–12; empty: all year.")
    days_to_ship = graphene.Int(required=True, description="From the seller's confirmation to the hand-over.")
    ocop_stars = graphene.Int(description="3–5, only while a verified certificate is valid.")
    is_sample = graphene.Boolean(required=True)
    created = graphene.DateTime(required=True)
    updated_at = graphene.DateTime(required=True)
    category = graphene.Field(Category, required=True)
    seller = graphene.Field(Seller, required=True)
    pricing = graphene.Field(ProductPricingInfo, required=True)
    variants = graphene.List(graphene.NonNull(ProductVariant), required=True)
    media = graphene.List(graphene.NonNull(ProductMedia), required=True)

    def resolve_id(root: loaders.Row, info: Any) -> str:
        return to_global_id("Product", root["id"])

    def resolve_ocop_stars(root: loaders.Row, info: Any) -> int | None:
        return root["stars"]

    def resolve_created(root: loaders.Row, info: Any) -> Any:
        return root["created_at"]

    def resolve_category(root: loaders.Row, info: Any) -> Any:
        return root["category"] if "category" in root else loaders.categories(ctx(info)).load(root["category_id"])

    def resolve_seller(root: loaders.Row, info: Any) -> Any:
        return root["seller"] if "seller" in root else sellers(ctx(info)).load(root["seller_id"])

    def resolve_pricing(root: loaders.Row, info: Any) -> ProductPricingInfo:
        return ProductPricingInfo(price_from=taxed(root["price_from"]))

    def resolve_variants(root: loaders.Row, info: Any) -> Any:
        return root["variant_rows"] if "variant_rows" in root else loaders.variants_of(ctx(info)).load(root["id"])

    def resolve_media(root: loaders.Row, info: Any) -> Any:
        return root["photo_rows"] if "photo_rows" in root else loaders.photos_of(ctx(info)).load(root["id"])
