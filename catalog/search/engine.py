"""The interface of search engines, and the engine in use (`settings.SEARCH_ENGINE`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from catalog.models import Product
from catalog.products.filters import Filters
from catalog.products.listing import cards_of, first_cards, listing_rows, to_card
from catalog.search.query_text import QueryText

# Imported only when configured: the client of another engine need not be installed.
ENGINES = {"postgres": "catalog.search.postgres.PostgresEngine"}
COUNT_LIMIT = 1_000  # further hits are counted only for those who ask for the exact number
Row = dict[str, Any]


@dataclass(frozen=True)
class Position:
    """The place of a result in the order of results: the integer that it is sorted by, and the product's id."""

    value: int
    pk: int


@dataclass(frozen=True)
class Shown:
    """What is read of each hit: `rows(products, **extra)` are its columns with extra ones, `make(row)` the hit's card.

    The same rows, by statements that are compiled once: `of(ids)`, in any order, and the beginning of the list of all
    products: `first(sort, limit, part=…, count=…)`, with the columns `position` and `total`.
    `count`: how far hits are counted; None is all of them, 0 none.
    """

    rows: Callable[..., "QuerySet[Product, Row]"] = listing_rows
    make: Callable[[Row], Any] = to_card
    of: Callable[[list[int]], list[Row]] = cards_of
    first: Callable[..., list[Row]] = first_cards
    count: int | None = COUNT_LIMIT + 1


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
    """The first `limit` hits after `after`, the number of all hits as far as counted, and whether more follow."""

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
