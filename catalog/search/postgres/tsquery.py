"""A search text as PostgreSQL's `tsquery`: every word must match, the last one may be a prefix."""

from django.contrib.postgres.search import SearchQuery

from catalog.search.query_text import QueryText
from catalog.search.synonyms import LONGEST, synonyms
from core.text import has_marks


def raw(text: str) -> SearchQuery:
    """The expression of a text in PostgreSQL's syntax, as the functions below write it."""
    return SearchQuery(text, config="simple", search_type="raw")


def anywhere(text: QueryText) -> str:
    """Matches products with every word, or a synonym of it, in any of their texts."""
    return " & ".join(_conditions(text))


def in_name(text: QueryText) -> str:
    """Matches products with every whole word in their name: "lon" is in "Thịt lợn" and not in "Thanh long"."""
    return " & ".join(f"'{word}':A" for word in text.folded)


def with_marks(text: QueryText) -> str | None:
    """Matches products that contain each word with diacritics in exactly that spelling; None without such words."""
    marked = [f"'{word}'" for word in text.marked if has_marks(word)]
    return " & ".join(marked) or None


def _conditions(text: QueryText) -> list[str]:
    """One condition per word, or per run of words with synonyms. Words are letters and digits: nothing is escaped."""
    conditions: list[str] = []
    index, count = 0, len(text.marked)
    while index < count:
        for length in range(min(LONGEST, count - index), 0, -1):
            phrases = synonyms(text.marked[index : index + length])
            if phrases or length == 1:
                break
        own = [f"'{word}'" for word in text.folded[index : index + length]]
        if index + length == count:
            own[-1] += ":*"  # the buyer may still be typing it
        alternatives = [" <-> ".join(f"'{word}'" for word in phrase) for phrase in phrases]
        conditions.append("(" + " | ".join(f"({either})" for either in [" & ".join(own), *alternatives]) + ")")
        index += length
    return conditions
