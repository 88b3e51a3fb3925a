"""`RANKING_CRITERIA` as one integer, so that a later page begins exactly after the last result of the one before.

The newest matches are ranked, `CANDIDATES` of them: to rank all matches of a common word, PostgreSQL would read most
of the products. Older matches follow, the newest first.
"""

from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from catalog.models import Product
from catalog.products.filters import EVERYTHING, Filters
from catalog.products.ordering import IN_STOCK
from catalog.search.engine import COUNT_LIMIT, Position
from catalog.search.postgres import tsquery
from catalog.search.query_text import QueryText
from catalog.visibility import in_stock, on_sale
from core.compiled_queries import CompiledQuery, compiled_query

CANDIDATES = COUNT_LIMIT + 1
_SPELLED, _NAMED, _RANK = 4_000_000, 2_000_000, 900_000
_WEIGHTS = [0.05, 0.3, 0.4, 1.0]  # D, C, B, A

_PAGE = """
WITH candidate (id, score) AS MATERIALIZED ({candidates}),
  page AS (SELECT id, score FROM candidate WHERE (score, id) < (%s, %s) ORDER BY score DESC, id DESC LIMIT %s)
SELECT (SELECT count(*) FROM candidate), (SELECT min(id) FROM candidate), page.id, page.score
FROM (VALUES (1)) one LEFT JOIN page ON true ORDER BY score DESC, id DESC
"""
_FIRST = Position(2**31 - 1, 0)


class Ranked(NamedTuple):
    """A page of ranked matches, the number of candidates, and the oldest of them (None without any)."""

    positions: list[Position]
    candidates: int
    oldest: int | None


def ranked(text: QueryText, filters: Filters, after: Position | None, limit: int) -> Ranked:
    """The best matches after a position, in one statement."""
    words, named, spelled = tsquery.anywhere(text), tsquery.in_name(text), tsquery.with_marks(text)
    texts = [words, named] if spelled is None else [words, named, spelled]
    if filters == EVERYTHING:
        candidates = _CANDIDATES[len(texts)]
        sql, params = candidates.sql(), candidates.params(*texts)
    else:
        sql, params = _candidates(*texts, filters=filters).query.sql_with_params()
    start = after or _FIRST
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(candidates=sql), [*params, start.value, start.pk, limit])
        rows = cursor.fetchall()
    return Ranked([Position(score, pk) for _, _, pk, score in rows if pk is not None], rows[0][0], rows[0][1])


def _candidates(words: str, named: str, spelled: str | None = None, *, filters: Filters = EVERYTHING) -> Any:
    products: QuerySet[Product] = filters.apply(on_sale(Product.objects.filter(search=tsquery.raw(words))))
    score = _score(words, named, spelled)
    return products.order_by("-id").values_list("id", score)[:CANDIDATES]


_CANDIDATES: dict[int, CompiledQuery[Any]] = {
    2: compiled_query(_candidates, str, str),
    3: compiled_query(_candidates, str, str, str),
}


def _score(words: str, named: str, spelled: str | None) -> Any:
    """The expression to sort by, the largest first."""
    # Normalization 32 maps the rank to 0…1, so that it never outweighs the criterion above it.
    rank = SearchRank(F("search"), tsquery.raw(words), weights=_WEIGHTS, normalization=32)
    total: Any = Cast(rank * Value(_RANK), IntegerField()) + _bonus(IN_STOCK, in_stock())  # the cast rounds
    total += _bonus(_NAMED, Q(search=tsquery.raw(named)))
    return total if spelled is None else total + _bonus(_SPELLED, Q(search=tsquery.raw(spelled)))


def _bonus(points: int, condition: Any) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())
