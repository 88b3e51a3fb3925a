"""The code in a transfer's text, and how it is recognised after banks and people have changed the text.

It is "CX", ten random symbols of Crockford's base 32 and two check symbols: CX7K2P9DXM4HQT. Banks add text before and
after it, insert spaces and dots, or change it to lower case. People type O for 0 and I for 1. The check symbols are the
ten symbols as a number, modulo the prime 1021. They detect every single wrong symbol and every swap of neighbours. One
of a thousand other errors passes; such a code still names no attempt.
"""

import re
import secrets
import unicodedata

from core.identifiers import CROCKFORD

PREFIX = "CX"
_RANDOM, _CHECK = 10, 2
LENGTH = len(PREFIX) + _RANDOM + _CHECK
_PRIME = 1021  # below 32², and prime to 32 and to the difference of any two symbols
_CONFUSED = str.maketrans("OIL", "011")
# One word that looks like a damaged code. Not applied to squeezed text, where "đuợc xoài" would match too.
_LOOKS_LIKE_ONE = re.compile(rf"\b{PREFIX}(?=[A-Z]*\d)[0-9A-Z]{{{_RANDOM - 2},{_RANDOM + _CHECK + 2}}}\b")


def new_code() -> str:
    """A fresh code (50 random bits)."""
    symbols = "".join(secrets.choice(CROCKFORD) for _ in range(_RANDOM))
    return PREFIX + symbols + check_symbols(symbols)


def check_symbols(symbols: str) -> str:
    """The two check symbols of ten symbols."""
    number = 0
    for symbol in symbols:
        number = (number * 32 + CROCKFORD.index(symbol)) % _PRIME
    return CROCKFORD[number // 32] + CROCKFORD[number % 32]


def find_codes(text: str) -> list[str]:
    """The distinct valid codes in a transfer's text, in order. The caller checks which of them exist."""
    squeezed = squeeze(text)
    found = []
    for match in re.finditer(rf"(?={PREFIX}([0-9A-Z]{{{_RANDOM + _CHECK}}}))", squeezed):
        symbols = match[1].translate(_CONFUSED)
        if all(symbol in CROCKFORD for symbol in symbols) and check_symbols(symbols[:_RANDOM]) == symbols[_RANDOM:]:
            found.append(PREFIX + symbols)
    return list(dict.fromkeys(found))


def is_damaged(text: str) -> bool:
    """Whether a word of the text looks like a damaged code, so that a person must decide."""
    return bool(_LOOKS_LIKE_ONE.search(_capitals(text)))


def squeeze(text: str) -> str:
    """Only the letters and digits of a text, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", _capitals(text))


def _capitals(text: str) -> str:
    """Capitals without diacritics; full-width letters become ASCII."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D").upper()
