"""Words with the same meaning in the north and the south: heo and lợn, dứa and khóm."""

import json
from functools import cache
from pathlib import Path

from catalog.search.query_text import Phrase
from core.text import marked_words, unaccent, words

_FILE = Path(__file__).with_name("synonyms.json")
LONGEST = 4


@cache
def _by_typed() -> dict[Phrase, tuple[Phrase, ...]]:
    """The synonyms of a typed phrase, by the phrase with its diacritics and without them."""
    synonyms: dict[Phrase, set[Phrase]] = {}
    for group in json.loads(_FILE.read_text(encoding="utf-8")):
        phrases = [tuple(marked_words(word)) for word in group["words"]]
        for typed in [*group["words"], *group.get("also_typed", [])]:
            for form in (tuple(marked_words(typed)), tuple(marked_words(unaccent(typed))), tuple(words(typed))):
                synonyms.setdefault(form, set()).update(phrases)
    return {typed: tuple(sorted(phrases)) for typed, phrases in synonyms.items()}


def synonyms(typed: Phrase) -> tuple[Phrase, ...]:
    """Phrases with the meaning of the typed one, perhaps including itself; empty where none are known."""
    return _by_typed().get(typed, ())
