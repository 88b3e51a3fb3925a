"""Documents are kept by their text and skeleton, within a limit of memory."""

import graphene
import pytest

from core.graphql import documents
from core.graphql.documents import DocumentCache


class Query(graphene.ObjectType):
    name = graphene.String(size=graphene.Int())


@pytest.fixture
def cache() -> DocumentCache:
    return DocumentCache(graphene.Schema(query=Query).graphql_schema)


def size_of(cache: DocumentCache) -> list[int]:
    return [sum(entry.size for entry in part.values()) for part in (cache._known, cache._families)]


def test_different_documents_stay_within_the_limit(cache: DocumentCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_MOST_BYTES", 60_000)
    for number in range(40):
        cache.get(f"{{ a: name(size: {number}) }}")
        assert max(size_of(cache)) <= 60_000
    assert 1 < len(cache._known) == len(cache._families) < 40
    assert cache.known("{ a: name(size: 39) }")
    assert cache.known("{ a: name(size: 0) }") is None


def test_patterns_of_one_skeleton_count_each(cache: DocumentCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.get("{ a: name b: name }")
    cache.get("{ a: name a: name }")
    (family,) = cache._families.values()
    assert family.size == 2 * family.size_of_one == 2 * (600 * 10 + 4 * 19)


def test_document_whose_family_was_dropped_is_prepared_again(cache: DocumentCache) -> None:
    cache.get("{ a: name }")
    cache._families.clear()
    assert cache.known("{ b: name }") is None
    cache.get("{ a: name }")
    assert cache.known("{ b: name }")
