"""Filters of products, shared by lists, search and the API."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from catalog.certificates.validity import valid_certificates
from catalog.models import Product
from catalog.visibility import in_stock
from core import clock


@dataclass(frozen=True)
class Filters:
    """Each field narrows the products; the defaults keep all of them."""

    category: str | None = None  # a slug
    seller_id: int | None = None
    unit_id: int | None = None  # the seller's commune, or its province
    in_season: bool = False
    min_stars: int | None = None
    available: bool = False

    def apply(self, products: "QuerySet[Product]") -> "QuerySet[Product]":
        """The products that match."""
        if self.category is not None:
            slug = self.category.replace("\0", "")  # which PostgreSQL refuses to compare with
            products = products.filter(category__slug=slug)
        if self.seller_id is not None:
            products = products.filter(seller_id=self.seller_id)
        if self.unit_id is not None:
            products = products.filter(Q(seller__unit_id=self.unit_id) | Q(seller__unit__parent_id=self.unit_id))
        if self.in_season:
            products = products.filter(in_season())
        if self.min_stars is not None:
            products = products.filter(pk__in=valid_certificates().filter(stars__gte=self.min_stars).values("product"))
        if self.available:
            products = products.filter(in_stock())
        return products


EVERYTHING = Filters()


def in_season() -> Q:
    """The season includes the current month in Việt Nam. Products of all year are not "in season"."""
    return Q(season_months__contains=[clock.today().month])
