"""The interface of search engines, and the engine in use (`settings.SEARCH_ENGINE`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from catalog.models import Product
from catalog.products.filters import Filters
from catalog.products.listing import listing_rows, to_card
from catalog.search.query_text import QueryText

# Imported only when configured: the client of another engine need not be installed.
ENGINES = {"postgres": "catalog.search.postgres.PostgresEngine"}


@dataclass(frozen=True)
class Position:
    """The place of a result in the order of results: the integer that it is sorted by, and the product's id."""

    value: int
    pk: int


@dataclass(frozen=True)
class Shown:
    """What is read of each hit: `rows(products, **extra)` are its columns with extra ones, `make(row)` the hit's card.

    `first`, where there is one, reads the rows of a first page without text and filters: `first(sort, limit, counts=…)`
    with the columns `position` and `total`. `counts`: the number of all hits is asked for.
    """

    rows: Callable[..., "QuerySet[Product, dict[str, Any]]"] = listing_rows
    make: Callable[[dict[str, Any]], Any] = to_card
    first: Callable[..., list[dict[str, Any]]] | None = None
    counts: bool = True


CARDS = Shown()


@dataclass(frozen=True)
class SearchQuery:
    """A checked search. `sort` is one of `catalog.search.products.SORTS`; `after` is the last result already seen."""

    text: QueryText
    filters: Filters
    sort: str
    after: Position | None
    limit: int
    shown: Shown = CARDS


@dataclass(frozen=True)
class Hit:
    """A product that matches."""

    card: Any  # what `shown` makes: a ProductCard
    position: Position


@dataclass(frozen=True)
class SearchResult:
    """The first `limit` hits after `after`, the number of all hits (0 where not asked), and whether more follow."""

    hits: list[Hit]
    total: int
    has_more: bool


class SearchEngine(Protocol):
    """One engine. A new one is a folder with a class like this, and a line in ENGINES."""

    def search(self, query: SearchQuery) -> SearchResult:
        """Products on sale that contain every word of the text; all of them for an empty text.

        Results are ordered by `query.sort`; "relevance" follows `catalog.search.products.RANKING_CRITERIA`.
        """
        ...

    def correct(self, text: QueryText) -> QueryText | None:
        """The nearest text whose words are all in use; None where nothing can be corrected."""
        ...


def search_engine() -> SearchEngine:
    """The configured engine. Raises KeyError for a name that is not registered."""
    engine: SearchEngine = import_string(ENGINES[settings.SEARCH_ENGINE])()
    return engine
