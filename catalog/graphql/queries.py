"""Queries of products, a product and the categories."""

from typing import Any

import graphene

from catalog.graphql.rows import product_row, shown
from catalog.graphql.types import Category, Product
from catalog.models import Category as CategoryModel
from catalog.products.filters import Filters
from catalog.search.products import SearchPage, search_products
from core.graphql.connections import Connection, edge_type
from core.graphql.context import ctx
from core.graphql.ids import int_pk
from core.graphql.selection import selected

_DEFAULT_PAGE = 20


ProductCountableEdge = edge_type(Product)


class ProductCountableConnection(Connection):
    """A page of products, by keyset: it goes on exactly where the last one ended."""

    corrected_search = graphene.String(description="What was searched instead, where nothing was found as typed.")

    class Meta:
        edge = ProductCountableEdge


class ProductOrderField(graphene.Enum):
    RANK = "relevance"
    PRICE = "price"
    CREATED_AT = "new"


class OrderDirection(graphene.Enum):
    ASC = "asc"
    DESC = "desc"


class ProductOrder(graphene.InputObjectType):
    field = ProductOrderField(required=True)
    direction = OrderDirection(required=True, description="For PRICE; RANK and CREATED_AT have the best, newest first.")


class ProductWhereInput(graphene.InputObjectType):
    category = graphene.String(description="A shelf's slug.")
    seller = graphene.ID()
    in_season = graphene.Boolean(description="Its season includes this month.")
    min_ocop_stars = graphene.Int(description="3–5, by certificates valid today.")
    is_available = graphene.Boolean(description="Something of it can be bought now.")


class Queries:
    products = graphene.Field(
        ProductCountableConnection,
        required=True,
        first=graphene.Int(default_value=_DEFAULT_PAGE, description="1–100."),
        after=graphene.String(),
        search=graphene.String(description="With or without diacritics; a mistyped word is corrected."),
        where=ProductWhereInput(),
        sort_by=ProductOrder(),
        description="What is on sale.",
    )
    product = graphene.Field(
        Product, id=graphene.ID(), slug=graphene.String(), description="One product on sale, by id or slug; else null."
    )
    categories = graphene.List(graphene.NonNull(Category), required=True, description="The shelves, in their order.")

    def resolve_products(root: Any, info: Any, first: int | None = None, **arguments: Any) -> Any:
        page = search_products(
            arguments.get("search") or "",
            sort=_sort(arguments.get("sort_by")),
            after=arguments.get("after"),
            limit=_DEFAULT_PAGE if first is None else first,
            filters=_filters(arguments.get("where") or {}),
            shown=shown(ctx(info), selected(info)),
        )
        return _connection(page, arguments.get("after"))

    def resolve_product(root: Any, info: Any, id: str | None = None, slug: str | None = None) -> Any:
        if id is not None:
            return product_row(ctx(info), selected(info), pk=int_pk("Product", id))
        if slug is None or "\0" in slug:
            return None
        return product_row(ctx(info), selected(info), slug=slug[:90])

    def resolve_categories(root: Any, info: Any) -> Any:
        return Category.get_queryset(CategoryModel.objects.order_by("position"))


def _sort(order: Any) -> str:
    if not order:
        return "relevance"
    descending = _value(order.direction) == "desc"
    sort = _value(order.field)
    return "-price" if sort == "price" and descending else sort


def _value(member: Any) -> str:
    """The value of an enum input; graphene passes the member."""
    return getattr(member, "value", member)


def _filters(where: Any) -> Filters:
    seller = where.get("seller")
    return Filters(
        category=where.get("category"),
        seller_id=int_pk("Seller", seller, "seller") if seller else None,
        in_season=bool(where.get("in_season")),
        min_stars=where.get("min_ocop_stars"),
        available=bool(where.get("is_available")),
    )


def _connection(page: SearchPage, after: str | None) -> Connection:
    return ProductCountableConnection.page(
        zip(page.cards, page.cursors, strict=True),
        has_next=page.next_cursor is not None,
        has_previous=bool(after),
        total=page.total,
        corrected_search=page.corrected_to,
    )
