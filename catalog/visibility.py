"""Which products are on sale: one definition for lists, search and reservations."""

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from catalog.models import Product, Variant


def on_sale_q(prefix: str = "") -> Q:
    """Published, with an active variant, of a verified and active seller. Other products are hidden."""
    return Q(
        **{
            f"{prefix}is_published": True,
            f"{prefix}price_from__isnull": False,
            f"{prefix}seller__is_active": True,
            f"{prefix}seller__verified_at__isnull": False,
        }
    )


def variant_on_sale_q(prefix: str = "") -> Q:
    """An active variant of a product that is on sale."""
    return on_sale_q(f"{prefix}product__") & Q(**{f"{prefix}is_active": True})


def variant_on_sale(prefix: str = "") -> Case:
    """A column: whether the variant is on sale."""
    return Case(When(variant_on_sale_q(prefix), then=Value(True)), default=Value(False), output_field=BooleanField())


def on_sale(products: "QuerySet[Product]") -> "QuerySet[Product]":
    """The products that are on sale."""
    return products.filter(on_sale_q())


def in_stock(product: str = "pk") -> Exists:
    """Whether at least one active variant can be bought; `product` names the outer query's product id."""
    return Exists(Variant.objects.filter(product=OuterRef(product), is_active=True, in_stock=True))
