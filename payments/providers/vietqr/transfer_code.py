"""The code in a transfer's text, and how it is found again in what banks and people make of that text.

"CX", ten random symbols of Crockford's base 32 and two that check them: CX7K2P9DXM4HQT. Banks set words of their own
before and behind, cut it with spaces and dots, write it small; people type O for 0 and I for 1. The check (the ten as a
number, modulo the prime 1021) finds every single wrong symbol and every swap of neighbours, and lets one of a thousand
accidents pass; then there is still no attempt of that name.
"""

import re
import secrets
import unicodedata

from core.identifiers import CROCKFORD

PREFIX = "CX"
_RANDOM, _CHECK = 10, 2
LENGTH = len(PREFIX) + _RANDOM + _CHECK
_PRIME = 1021  # below 32², and no divisor of 32 or of a difference of two symbols
_CONFUSED = str.maketrans("OIL", "011")
# One word that began as a code and was damaged: not a squeezed text, in which "đuợc xoài" begins one, too.
_LOOKS_LIKE_ONE = re.compile(rf"\b{PREFIX}(?=[A-Z]*\d)[0-9A-Z]{{{_RANDOM - 2},{_RANDOM + _CHECK + 2}}}\b")


def new_code() -> str:
    """A fresh code (50 random bits)."""
    symbols = "".join(secrets.choice(CROCKFORD) for _ in range(_RANDOM))
    return PREFIX + symbols + check_symbols(symbols)


def check_symbols(symbols: str) -> str:
    """The two symbols that check ten others."""
    number = 0
    for symbol in symbols:
        number = (number * 32 + CROCKFORD.index(symbol)) % _PRIME
    return CROCKFORD[number // 32] + CROCKFORD[number % 32]


def find_codes(text: str) -> list[str]:
    """Every code that may be meant in a transfer's text, in order, once each; whether one is ours the caller knows."""
    squeezed = squeeze(text)
    found = []
    for match in re.finditer(rf"(?={PREFIX}([0-9A-Z]{{{_RANDOM + _CHECK}}}))", squeezed):
        symbols = match[1].translate(_CONFUSED)
        if all(symbol in CROCKFORD for symbol in symbols) and check_symbols(symbols[:_RANDOM]) == symbols[_RANDOM:]:
            found.append(PREFIX + symbols)
    return list(dict.fromkeys(found))


def is_damaged(text: str) -> bool:
    """Whether a word of the text was a code once, although none can be read: somebody must look at it."""
    return bool(_LOOKS_LIKE_ONE.search(_capitals(text)))


def squeeze(text: str) -> str:
    """The letters and digits of a text alone, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", _capitals(text))


def _capitals(text: str) -> str:
    """Capitals without diacritics; full-width letters become plain ones."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D").upper()
