"""Search on PostgreSQL alone: full-text search in one statement, spelling by the words in use."""

from typing import Any

from django.db.models import Count, F, Q, Window

from catalog.models import Product
from catalog.products.listing import listing_rows, to_card
from catalog.search.engine import Hit, Position, SearchQuery, SearchResult
from catalog.search.postgres import spelling, tsquery
from catalog.search.postgres.ranking import score
from catalog.search.query_text import QueryText
from catalog.visibility import on_sale

# The column to order by, and whether its order descends; the id breaks ties in the same direction.
_ORDERS = {
    "relevance": ("score", True),
    "new": ("id", True),
    "price": ("price_from", False),
    "-price": ("price_from", True),
}


class PostgresEngine:
    def search(self, query: SearchQuery) -> SearchResult:
        """The first page in one statement; a later one in two, since its total is counted separately."""
        products = query.filters.apply(on_sale(Product.objects.all()))
        matches = products.filter(search=tsquery.anywhere(query.text)) if query.text else products
        column, descending = _ORDERS[query.sort]
        if column == "score":
            matches = matches.annotate(score=score(query.text))
        rows = matches.order_by(*([f"-{column}", "-id"] if descending else [column, "id"]))
        extra: dict[str, Any] = {"position": F(column)}
        if query.after is None:
            extra["total"] = Window(Count("*"))
        else:
            rows = rows.filter(_beyond(column, descending, query.after))
        page = list(listing_rows(rows, **extra)[: query.limit + 1])
        total = matches.count() if query.after else (page[0]["total"] if page else 0)
        hits = [Hit(to_card(row), Position(row["position"], row["id"])) for row in page[: query.limit]]
        return SearchResult(hits, total, has_more=len(page) > query.limit)

    def correct(self, text: QueryText) -> QueryText | None:
        return spelling.correct(text)


def _beyond(column: str, descending: bool, after: Position) -> Q:
    lookup = "lt" if descending else "gt"
    return Q(**{f"{column}__{lookup}": after.value}) | Q(**{column: after.value, f"id__{lookup}": after.pk})
