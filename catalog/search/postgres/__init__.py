"""Search on PostgreSQL alone: full-text search, spelling by the words in use. A list without words reads an index."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value

from catalog.models import Product
from catalog.products.filters import EVERYTHING
from catalog.products.ordering import beyond, number, part_in_order, parts
from catalog.search.engine import Hit, Position, Row, SearchQuery, SearchResult
from catalog.search.postgres import spelling, tsquery
from catalog.search.postgres.ranking import CANDIDATES, Ranked, ranked
from catalog.search.query_text import QueryText
from catalog.visibility import on_sale

_UNRANKED = -1  # the position of matches that are older than the candidates


class PostgresEngine:
    def search(self, query: SearchQuery) -> SearchResult:
        """A page by relevance to words takes two statements, another page one; one more where a part of the order
        ends, or where all matches of words are counted."""
        return _by_relevance(query) if query.text and query.sort == "relevance" else _by_column(query)

    def correct(self, text: QueryText) -> QueryText | None:
        return spelling.correct(text)


def _by_relevance(query: SearchQuery) -> SearchResult:
    shown, after, size = query.shown, query.after, query.limit + 1
    if after and after.value == _UNRANKED:
        best = Ranked([], CANDIDATES, after.pk)
    else:
        best = ranked(query.text, query.filters, after, size)
    places = {place.pk: place.value for place in best.positions}
    rows = {row["id"]: row for row in shown.of([*places])} if places else {}
    page = [rows[pk] | {"position": value} for pk, value in places.items() if pk in rows]
    if best.candidates < CANDIDATES:
        return _result(query, page, best.candidates)
    if len(places) < size:
        older = _matches(query).filter(id__lt=best.oldest).order_by("-id")
        page += shown.rows(older, position=Value(_UNRANKED))[: size - len(places)]
    return _result(query, page, _count(query) if shown.count is None else shown.count)


def _by_column(query: SearchQuery) -> SearchResult:
    shown, after, size = query.shown, query.after, query.limit + 1
    is_first = not query.text and after is None and query.filters == EVERYTHING
    place = (after.value, after.pk) if after else None
    count = size if shown.count == 0 else shown.count  # so far it shows whether a second part is to be read
    page: list[Row] = []
    for part in parts(query.sort):
        left, seen = size - len(page), {row["id"] for row in page}
        rows: Iterable[Row] = []
        if is_first:
            rows = shown.first(query.sort, left, part=part, count=count)
        elif (follows := beyond(query.sort, part, place)) is not None:
            matches = _matches(query)
            products, extra = part_in_order(matches, query.sort, part)
            rows = shown.rows(products.filter(follows), total=number(matches, count), **extra)[:left]
        page += [row for row in rows if row["id"] not in seen]  # one that was sold out after the first part was read
        if len(page) == size or (page and place is None and page[0]["total"] == len(page)):
            break
    if page:
        return _result(query, page, page[0]["total"])
    return _result(query, [], _count(query) if after else 0)


def _matches(query: SearchQuery) -> "QuerySet[Product]":
    products = query.filters.apply(on_sale(Product.objects.all()))
    return products.filter(search=tsquery.raw(tsquery.anywhere(query.text))) if query.text else products


def _count(query: SearchQuery) -> int:
    most = query.shown.count
    return _matches(query)[:most].count() if most != 0 else 0


def _result(query: SearchQuery, page: list[dict[str, Any]], total: int) -> SearchResult:
    hits = [Hit(query.shown.make(row), Position(row["position"], row["id"])) for row in page[: query.limit]]
    return SearchResult(hits, total, has_more=len(page) > query.limit)
