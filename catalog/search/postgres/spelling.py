"""Correct misspelt words by the words that products use: "thnh long" → "thanh long"."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.search.query_text import QueryText
from core.response_cache.declare import refuse_caching
from core.text import fold

_KEY = "catalog.search.vocabulary"
_SECONDS = 300
# Weight D holds the words with their diacritics, A and C the folded ones.
_WORDS = "SELECT word, ndoc FROM ts_stat('SELECT search FROM catalog_product WHERE is_published')"


@dataclass(frozen=True)
class Vocabulary:
    """Folded words with the number of products that use them, and their most common spelling with diacritics."""

    counts: dict[str, int]
    spelling: dict[str, str]


def vocabulary() -> Vocabulary:
    """The words in use: read by one statement, then cached for five minutes."""
    cached = cache.get(_KEY)
    if cached is None:
        with connection.cursor() as cursor:
            cursor.execute(_WORDS)
            cached = _vocabulary(cursor.fetchall())
        cache.set(_KEY, cached, _SECONDS)
    return cached


def _vocabulary(rows: list[tuple[str, int]]) -> Vocabulary:
    counts = {word: number for word, number in rows if word == fold(word)}
    spelling: dict[str, str] = {}
    for word, _number in sorted(rows, key=lambda row: (row[1], row[0])):  # the most common spelling comes last
        if word != fold(word):
            spelling[fold(word)] = word
    return Vocabulary(counts, spelling)


def correct(text: QueryText) -> QueryText | None:
    """The nearest text whose words are all in use; None where nothing had to be corrected, or nothing could be.

    The words in use may be minutes old, so that the answer is not cached.
    """
    refuse_caching()
    known = vocabulary()
    corrected = [_nearest(marked, folded, known) for marked, folded in zip(text.marked, text.folded, strict=True)]
    if None in corrected or tuple(corrected) == text.marked:
        return None
    return QueryText(tuple(str(word) for word in corrected))


def _nearest(marked: str, folded: str, known: Vocabulary) -> str | None:
    if folded in known.counts:
        return marked
    if len(folded) < 3 or folded.isdigit():
        return None
    near = process.extract(
        folded, known.counts.keys(), scorer=OSA.distance, score_cutoff=1 if len(folded) < 6 else 2, limit=20
    )
    candidates = [(distance, word[0] != folded[0], -known.counts[word], word) for word, distance, _ in near]
    if not candidates:
        return None
    best = min(candidates)[-1]
    return known.spelling.get(best, best)
