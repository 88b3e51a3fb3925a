"""Vietnamese text: folding for search, a key for sorting, slugs.

One fold for the whole house, computed here and stored in columns: no database extension decides what "xoai" finds.
"""

import re
import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("a") + index // 26) + chr(ord("a") + index % 26) for index, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_SHAPES = {("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê", ("o", "\u0302"): "ô"}
_SHAPES |= {("o", "\u031b"): "ơ", ("u", "\u031b"): "ư"}


def fold(text: str) -> str:
    """Lower case without diacritics, single spaces: "Xoài  cát Chu" → "xoai cat chu"; đ → d; NFC or NFD alike."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").replace("Đ", "d").casefold().split())


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation gone: what search compares."""
    return re.findall(r"[a-z0-9]+", fold(text))


def sort_key(text: str) -> str:
    """A key whose plain byte order is the Vietnamese dictionary's: letters first (a ă â b c d đ …), then tones.

    Syllable by syllable, as dictionaries do: all of "ca" before any of "cá".
    """
    syllables = []
    for syllable in unicodedata.normalize("NFD", text).casefold().split():
        letters, tone = _syllable(syllable)
        syllables.append(f"{letters}.{tone}")
    return " ".join(syllables)


def _syllable(decomposed: str) -> tuple[str, str]:
    ranks: list[str] = []
    base = ""
    tone = "0"
    for char in decomposed:
        if char in _TONES:
            tone = _TONES[char]
        elif (base, char) in _SHAPES:
            ranks[-1] = _RANK[_SHAPES[base, char]]
        elif not unicodedata.combining(char):
            base = char
            ranks.append(_RANK.get(char, "Z" + char if char.isalpha() else "0" + char))
    return "".join(ranks), tone


def slugify(text: str) -> str:
    """A folded address part: "Dừa dứa 1 kg" → "dua-dua-1-kg". Folding collides, so callers add an id."""
    return "-".join(words(text))[:80].strip("-")
