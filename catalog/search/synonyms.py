"""Words that mean the same thing north and south: heo and lợn, dứa and khóm."""

import json
from functools import cache
from pathlib import Path

from core.text import marked_words, unaccent, words

Phrase = tuple[str, ...]  # words with their diacritics

_FILE = Path(__file__).with_name("synonyms.json")
LONGEST = 4


@cache
def _by_typed() -> dict[Phrase, tuple[Phrase, ...]]:
    """What stands for a typed phrase, by the phrase with its diacritics and, for those who type none, folded."""
    found: dict[Phrase, set[Phrase]] = {}
    for group in json.loads(_FILE.read_text(encoding="utf-8")):
        means = [tuple(marked_words(word)) for word in group["words"]]
        for typed in [*group["words"], *group.get("also_typed", [])]:
            for form in (tuple(marked_words(typed)), tuple(marked_words(unaccent(typed))), tuple(words(typed))):
                found.setdefault(form, set()).update(means)
    return {typed: tuple(sorted(means)) for typed, means in found.items()}


def synonyms(typed: Phrase) -> tuple[Phrase, ...]:
    """Phrases that mean what was typed, itself among them perhaps; empty where none are known."""
    return _by_typed().get(typed, ())
