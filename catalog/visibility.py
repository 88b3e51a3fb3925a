"""What is on sale: the one definition that every shelf, search and hold uses."""

from django.db.models import Q, QuerySet

from catalog.models import Product


def on_sale_q(prefix: str = "") -> Q:
    """Published, with something to buy, of a seller who is verified and active. All else is hidden."""
    return Q(
        **{
            f"{prefix}is_published": True,
            f"{prefix}price_from__isnull": False,
            f"{prefix}seller__is_active": True,
            f"{prefix}seller__verified_at__isnull": False,
        }
    )


def on_sale(products: "QuerySet[Product]") -> "QuerySet[Product]":
    """Those of `products` that are on sale."""
    return products.filter(on_sale_q())
