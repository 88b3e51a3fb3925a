"""Vietnamese text: folding for search, sort keys, slugs.

One fold for every room, computed here and stored in columns, independent of database extensions.
"""

import re
import unicodedata
from collections.abc import Collection

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("a") + index // 26) + chr(ord("a") + index % 26) for index, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_SHAPES = {("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê", ("o", "\u0302"): "ô"}
_SHAPES |= {("o", "\u031b"): "ơ", ("u", "\u031b"): "ư"}

# Letters that look like đ: eth and the African D, from other keyboards and old fonts.
_STROKE_D = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_APOSTROPHES = "'’‘ʼʻʹ`´′＇"
_APOSTROPHE_WITHIN = re.compile(rf"(?<=[^\W\d_])[{_APOSTROPHES}](?=[^\W\d_])")
_PLAIN = _STROKE_D | str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
# Y and i are one vowel where it stands alone after h, k, l, m, s, t, and everywhere after q: both are in official use.
_Y_ALONE = re.compile(r"\b([bcdfghjklmnpqrstvx]*[hklmst])y\b")
_QUY = re.compile(r"\bquy")


class _Bare(dict[int, int | None]):
    """A table for `str.translate`, filled as characters are met: marks and invisible characters are left out."""

    def __missing__(self, code: int) -> int | None:
        mark = unicodedata.combining(chr(code)) or unicodedata.category(chr(code)) == "Cf"
        self[code] = bare = None if mark else code
        return bare


_BARE = _Bare({ord("Đ"): ord("D"), ord("đ"): ord("d")})


def unaccent(text: str) -> str:
    """Without diacritics and invisible marks, case and spelling kept: "Ðồng Tháp" → "Dong Thap"; NFC or NFD alike.

    Compatibility forms become plain ones ("ＸＯＡＩ" → "XOAI"), apostrophes of every shape become "'".
    """
    return unicodedata.normalize("NFKD", text.translate(_PLAIN)).translate(_BARE)


def fold(text: str) -> str:
    """The fold of a text: equal for all spellings of one name. For storing and comparing, never for display.

    Lower case without diacritics, single spaces: "Xoài  cát Chu" → "xoai cat chu". "Mĩ" and "Mỹ", "Quí" and "Quý" are
    one, "thúy" and "thúi" stay distinct. Apostrophes within a name are removed: "Ea H'Leo" → "ea hleo".
    """
    bare = _APOSTROPHE_WITHIN.sub("", unaccent(text)).casefold()
    return " ".join(one_vowel(bare).split())


def one_vowel(bare: str) -> str:
    """Words in lower case and without tones, with i for y where the two are one: "my" → "mi", "quyt" → "quit"."""
    return _QUY.sub("qui", _Y_ALONE.sub(r"\1i", bare))


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation gone: what search compares."""
    return re.findall(r"[a-z0-9]+", fold(text))


def joined(text: str) -> str:
    """The folded words as one: "La Êê" and "Laêê", "Ea Súp" and "Easup" are "laee" and "easup"."""
    return "".join(words(text))


def marked_words(text: str) -> list[str]:
    """The words of a text in lower case with their diacritics, composed: what an exact spelling compares."""
    composed = unicodedata.normalize("NFC", text).translate(_STROKE_D)
    return re.findall(r"[^\W_]+", _APOSTROPHE_WITHIN.sub("", composed).casefold())


def has_marks(word: str) -> bool:
    """Whether a word in lower case carries diacritics."""
    return unaccent(word) != word


def capitals(text: str) -> str:
    """Capitals without diacritics, as banks write a name: "H’Hen  Niê" → "H'HEN NIE"."""
    return " ".join(unaccent(text).upper().split())


def sort_key(text: str) -> str:
    """A key whose plain byte order is the Vietnamese dictionary's: letters first (a ă â b c d đ …), then tones.

    Syllable by syllable, as dictionaries do: all of "ca" before any of "cá".
    """
    syllables = []
    for syllable in unicodedata.normalize("NFD", text.translate(_STROKE_D)).casefold().split():
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
    """A slug without diacritics: "Dừa dứa 1 kg" → "dua-dua-1-kg". Slugs can collide, so callers add an id."""
    bare = _APOSTROPHE_WITHIN.sub("", unaccent(text)).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", bare))[:80].strip("-")


def unique_slug(base: str, taken: Collection[str]) -> str:
    """`base`, or `base-2`, `base-3` and so on where it is taken."""
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
