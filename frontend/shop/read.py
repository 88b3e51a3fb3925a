"""What forms and addresses bring, made into values or into nothing: a page never trips over its input."""

import unicodedata


def whole(text: str | None) -> int | None:
    """A whole number as people type it ("3", " 12 ", "−1"); None for anything else or too long to be meant."""
    bare = (text or "").strip().replace("−", "-")
    digits = bare.removeprefix("-")
    if len(bare) > 12 or not (digits.isascii() and digits.isdecimal()):
        return None
    return int(bare)


def short(text: str | None, limit: int = 200) -> str:
    """One line, composed and trimmed, without characters that no one types, at most `limit` characters."""
    line = " ".join(unicodedata.normalize("NFC", (text or "")[: limit * 4]).split())
    return "".join(char for char in line if char.isprintable())[:limit]


def alike(one: str, other: str) -> bool:
    """Whether two names read the same, diacritics included, whatever their case and blanks."""
    return short(one).casefold() == short(other).casefold()
