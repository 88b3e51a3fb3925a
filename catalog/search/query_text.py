"""The text of a search as words, independent of the engine."""

from dataclasses import dataclass

from core.text import fold, marked_words, words

MAX_LETTERS = 200
MAX_WORDS = 12
Phrase = tuple[str, ...]  # words with their diacritics


@dataclass(frozen=True)
class QueryText:
    """The words as typed, in lower case with their diacritics; words that fold to nothing are left out."""

    marked: Phrase

    @property
    def folded(self) -> Phrase:
        """The same words without diacritics."""
        return tuple(fold(word) for word in self.marked)

    def __bool__(self) -> bool:
        return bool(self.marked)


def parse(text: str) -> QueryText:
    """The words of any text; quotes, operators and SQL separate words like spaces do."""
    typed = marked_words(text[:MAX_LETTERS])
    return QueryText(tuple(word for word in typed if words(word) == [fold(word)])[:MAX_WORDS])
