"""The orders in which products are listed. Each is read along an index, in one or two parts."""

from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Subquery, Value

from catalog.models import Product
from catalog.visibility import in_stock

IN_STOCK = 1_000_000  # the position of goods in stock where these come first; sold-out goods have 0

# The column to order by, and whether its order descends; the id breaks ties in the same direction.
_COLUMNS = {"new": ("id", True), "price": ("price_from", False), "-price": ("price_from", True)}


class Number(Subquery):
    """A column with the number of rows of an independent queryset."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def parts(sort: str) -> tuple[bool | None, ...]:
    """The parts of an order, one after the other: by relevance, without words, goods in stock precede sold-out ones."""
    return (True, False) if sort == "relevance" else (None,)


def part_in_order(
    products: "QuerySet[Product]", sort: str, part: bool | None
) -> "tuple[QuerySet[Product], dict[str, Any]]":
    """One part of the products in their order, and the column `position`."""
    if part is not None:
        products = products.filter(in_stock() if part else ~in_stock()).order_by("-id")
        return products, {"position": Value(IN_STOCK if part else 0)}
    column, descending = _COLUMNS[sort]
    return products.order_by(*([f"-{column}", "-id"] if descending else [column, "id"])), {"position": F(column)}


def beyond(sort: str, part: bool | None, after: tuple[int, int] | None) -> Q | None:
    """The products of this part that follow a position and id; None where the whole part precedes it."""
    if after is None:
        return Q()
    value, pk = after
    if part is not None:
        own = IN_STOCK if part else 0
        return None if own > value else Q(id__lt=pk) if own == value else Q()
    column, descending = _COLUMNS[sort]
    if column == "id":
        return Q(id__lt=pk)
    direction = "lt" if descending else "gt"  # the first condition is one that an index takes
    tie = Q(**{f"{column}__{direction}": value}) | Q(**{f"id__{direction}": pk})
    return Q(**{f"{column}__{direction}e": value}) & tie


def number(products: "QuerySet[Product]", most: int | None) -> Number:
    """A column with the number of these products, counted up to `most` (None: all of them)."""
    ids = products.order_by().values("pk")
    return Number(ids if most is None else ids[:most])
