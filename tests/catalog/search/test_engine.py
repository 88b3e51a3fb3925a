"""Search through the configured engine: what it is asked, and when a query is corrected."""

from dataclasses import dataclass, field

import pytest

from catalog.search import engine
from catalog.search.engine import Hit, Position, SearchQuery, SearchResult
from catalog.search.postgres import PostgresEngine
from catalog.search.products import search_products
from catalog.search.query_text import QueryText, parse


@dataclass
class RecordingEngine:
    """An engine that knows one query and corrects every other query to it."""

    known: str = "thanh long"
    queries: list[SearchQuery] = field(default_factory=list)

    def search(self, query: SearchQuery) -> SearchResult:
        self.queries.append(query)
        hits = [Hit(card=None, position=Position(7, 3))] if query.text == parse(self.known) else []  # type: ignore[arg-type]
        return SearchResult(hits, total=len(hits), has_more=bool(hits))

    def correct(self, text: QueryText) -> QueryText | None:
        return parse(self.known)


@pytest.fixture
def recording(settings, monkeypatch) -> RecordingEngine:
    recording = RecordingEngine()
    monkeypatch.setattr(engine, "import_string", lambda path: lambda: recording)
    monkeypatch.setitem(engine.ENGINES, "recording", "tests.RecordingEngine")
    settings.SEARCH_ENGINE = "recording"
    return recording


def test_postgres_is_the_configured_engine():
    assert isinstance(engine.search_engine(), PostgresEngine)


def test_unknown_engine_is_refused(settings):
    settings.SEARCH_ENGINE = "none"
    with pytest.raises(KeyError):
        engine.search_engine()


def test_matching_text_is_searched_once(recording):
    page = search_products("Thanh Long", sort="price", limit=5)
    assert (page.total, page.corrected_to, page.next_cursor) == (1, None, page.cursors[0])
    (query,) = recording.queries
    assert (query.text.marked, query.sort, query.after, query.limit) == (("thanh", "long"), "price", None, 5)


def test_text_without_results_is_searched_again_corrected(recording):
    page = search_products("thnh long")
    assert (page.total, page.corrected_to) == (1, "thanh long")
    assert [query.text.marked for query in recording.queries] == [("thnh", "long"), ("thanh", "long")]


def test_later_page_is_never_corrected(recording):
    after = search_products("thanh long").next_cursor
    page = search_products("thnh long", after=after)
    assert (page.total, page.corrected_to) == (0, None)
    assert [query.after for query in recording.queries] == [None, Position(7, 3)]


def test_text_without_words_calls_no_engine(recording):
    assert search_products("???").total == 0
    assert recording.queries == []
