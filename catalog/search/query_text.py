"""What was typed, as PostgreSQL reads it: every word must be there, the last one perhaps only begun."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery

from catalog.search.synonyms import LONGEST, Phrase, synonyms
from core.text import fold, has_marks, marked_words, words

MAX_LETTERS = 200
MAX_WORDS = 12


@dataclass(frozen=True)
class QueryText:
    """The words of a search: as typed, in lower case with their diacritics; what folds to nothing is left out."""

    marked: Phrase

    @property
    def folded(self) -> Phrase:
        """The same words without diacritics."""
        return tuple(fold(word) for word in self.marked)

    def __bool__(self) -> bool:
        return bool(self.marked)


def parse(text: str) -> QueryText:
    """The words of whatever was typed: quotes, operators and SQL are so many empty spaces."""
    return QueryText(
        tuple(word for word in marked_words(text[:MAX_LETTERS]) if words(word) == [fold(word)])[:MAX_WORDS]
    )


def everywhere(typed: QueryText) -> SearchQuery:
    """Products with every word, or a synonym of it, in any of their texts."""
    return _query(_each(typed))


def in_name(typed: QueryText) -> SearchQuery:
    """Products with every word in their name, whole: "lon" is in "Thịt lợn" and not in "Thanh long"."""
    return _query([f"'{word}':A" for word in typed.folded])


def with_marks(typed: QueryText) -> SearchQuery | None:
    """Products with every word that was typed with diacritics in just that spelling; None where none was."""
    marked = [f"'{word}'" for word in typed.marked if has_marks(word)]
    return _query(marked) if marked else None


def _each(typed: QueryText) -> list[str]:
    """One condition per word, or per run of words with synonyms. Letters and digits alone: nothing needs escaping."""
    conditions: list[str] = []
    index, count = 0, len(typed.marked)
    while index < count:
        for length in range(min(LONGEST, count - index), 0, -1):
            means = synonyms(typed.marked[index : index + length])
            if means or length == 1:
                break
        own = [f"'{word}'" for word in typed.folded[index : index + length]]
        if index + length == count:
            own[-1] += ":*"  # still being typed, perhaps
        phrases = [" <-> ".join(f"'{word}'" for word in phrase) for phrase in means]
        conditions.append("(" + " | ".join(f"({either})" for either in [" & ".join(own), *phrases]) + ")")
        index += length
    return conditions


def _query(conditions: list[str]) -> SearchQuery:
    return SearchQuery(" & ".join(conditions), config="simple", search_type="raw")
