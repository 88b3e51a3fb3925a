"""Search on PostgreSQL alone: full-text search in one statement, spelling by the words in use."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window

from catalog.models import Product
from catalog.products.filters import EVERYTHING
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
        """The first page in one statement; a later one in two, if its total is asked for: it is counted separately."""
        shown = query.shown
        if shown.first and not query.text and query.after is None and query.filters == EVERYTHING:
            return _result(query, shown.first(query.sort, query.limit + 1, counts=shown.counts))
        products = query.filters.apply(on_sale(Product.objects.all()))
        matches = products.filter(search=tsquery.anywhere(query.text)) if query.text else products
        counts = shown.counts and query.after is None
        rows, extra = ordered(matches, query.sort, query.text, counts=counts)
        if query.after is not None:
            rows = rows.filter(_beyond(*_ORDERS[query.sort], query.after))
        page = list(shown.rows(rows, **extra)[: query.limit + 1])
        return _result(query, page, matches.count() if query.after and shown.counts else None)

    def correct(self, text: QueryText) -> QueryText | None:
        return spelling.correct(text)


def ordered(
    matches: "QuerySet[Product]", sort: str, text: QueryText, *, counts: bool
) -> "tuple[QuerySet[Product], dict[str, Any]]":
    """The matches in the order of one of SORTS, and the columns `position` and, if it counts, `total`."""
    column, descending = _ORDERS[sort]
    if column == "score":
        matches = matches.annotate(score=score(text))
    extra: dict[str, Any] = {"position": F(column)} | ({"total": Window(Count("*"))} if counts else {})
    return matches.order_by(*([f"-{column}", "-id"] if descending else [column, "id"])), extra


def _result(query: SearchQuery, page: list[dict[str, Any]], total: int | None = None) -> SearchResult:
    if total is None:
        total = page[0].get("total", 0) if page else 0
    hits = [Hit(query.shown.make(row), Position(row["position"], row["id"])) for row in page[: query.limit]]
    return SearchResult(hits, total, has_more=len(page) > query.limit)


def _beyond(column: str, descending: bool, after: Position) -> Q:
    lookup = "lt" if descending else "gt"
    return Q(**{f"{column}__{lookup}": after.value}) | Q(**{column: after.value, f"id__{lookup}": after.pk})
