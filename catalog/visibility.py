"""Which products are on sale: one definition for lists, search and reservations."""

from django.db.models import Q, QuerySet

from catalog.models import Product


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


def on_sale(products: "QuerySet[Product]") -> "QuerySet[Product]":
    """The products that are on sale."""
    return products.filter(on_sale_q())
