"""Words that someone who knows this market would guess first: its name, places and operator (ASVS 5.0, 6.1.2, 6.2.11).

These words, and those of the person, add no strength to a password: the rest must be strong enough by itself.
"""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings

from core.text import fold, unaccent
from places.queries import names_around

_ALWAYS = ("Chợ Xã", "demo", "admin", "quản trị")
# Minimum letters of a word that is matched inside others, and of a single word of a name: shorter ones match too much.
_SHORTEST, _SHORTEST_SINGLE = 4, 6
_LETTERS_FOR = str.maketrans("013457@$", "oieastas")


def context_words() -> set[str]:
    """The names, in every spelling without diacritics and spaces, and the parts of long ones (2 SQL)."""
    names = [*_ALWAYS, settings.MARKET["place"], settings.MARKET["place_full"], settings.OPERATOR["name"]]
    names += names_around(settings.MARKET["commune_code"])
    return {part for name in names for spelling in spellings(name) for part in _parts(spelling)}


def spellings(text: str) -> list[str]:
    """Without diacritics: as written, and with the one vowel of "Mỹ" and "Mĩ"."""
    return list(dict.fromkeys([unaccent(text).casefold(), fold(text)]))


def without(password: str, words: Iterable[str]) -> list[str]:
    """The rest of a password in lower case without the words: as written, and with digits read as letters ("ch0xa").
    Empty if it has none of them.
    """
    whole = set(words)
    inside = sorted((re.escape(one) for one in whole if len(one) >= _SHORTEST), key=len, reverse=True)
    left = []
    for spelling in dict.fromkeys([password, _with_letters(password)]):
        parts = re.findall(r"[^\W_]+", spelling)
        rest = re.sub("|".join(inside), "", "".join(part for part in parts if part not in whole))
        if rest != "".join(parts):
            left.append(rest)
    return left


def _parts(name: str) -> Iterator[str]:
    """Runs of two or more words of a name, and long single ones, joined."""
    words = re.findall(r"[a-z0-9]+", name)
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            part = "".join(words[start:end])
            if end - start > 1 or len(words) == 1 or len(part) >= _SHORTEST_SINGLE:
                yield part


def _with_letters(text: str) -> str:
    return re.sub(r"(?<=[a-z])[013457@$](?=[a-z])", lambda match: match[0].translate(_LETTERS_FOR), text)
