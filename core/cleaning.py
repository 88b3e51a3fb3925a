"""Removes invisible characters from typed text: the same for forms, the API, files and the admin.

Text copied from a word processor, a web page or a chat contains invisible characters. They are removed; joiners that
combine emoji are kept. A text without visible characters is empty.
"""

import re
import unicodedata

_JOINER, _TAGGED_FLAG = "\u200d", "\U0001f3f4"
_EMOJI_STYLES = "\ufe0e\ufe0f"  # text or picture
_TAGS = range(0xE0020, 0xE0080)  # spell the region of a flag
# Letters and signs that are drawn blank: fillers of Hangul, the blank of Braille.
_BLANKS = str.maketrans(dict.fromkeys("\u115f\u1160\u3164\uffa0\u2800", " "))
_IGNORED = {"\u034f", "\u17b4", "\u17b5", "\u180b", "\u180c", "\u180d", "\u180f"}
# Every character that may have to be removed: a text without any of them is not changed.
_SUSPECTS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
_LONGEST = 100_000  # longer than any field allows: not cleaned, since the caller's limit refuses it
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean_text(text: str) -> str:
    """The text composed (NFC) and stripped, without invisible and control characters; line ends are "\\n"."""
    if len(text) > _LONGEST:
        return text
    if text.isascii() and text.isprintable():
        return text.strip()
    composed = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text.translate(_BLANKS)))
    if _SUSPECTS.search(composed):
        composed = _without_invisible(composed)
    cleaned = composed.strip()
    return cleaned if is_visible(cleaned) else ""


def clean_line(text: str) -> str:
    """As `clean_text`, on one line with single spaces."""
    return text if len(text) > _LONGEST else " ".join(clean_text(text).split())


def is_visible(text: str) -> bool:
    """Whether it has a visible character: not only accents, spaces or marks."""
    return any(unicodedata.category(char)[0] not in "CZM" or unicodedata.category(char) == "Cn" for char in text)


def _without_invisible(composed: str) -> str:
    characters: list[str] = []
    for place, char in enumerate(composed):
        if _is_seen(char) or _belongs_to_emoji(char, characters, composed[place + 1 : place + 2]):
            characters.append(char)
    return "".join(characters)


def _is_seen(char: str) -> bool:
    if char in "\n\t":
        return True
    if char in _IGNORED or char in _EMOJI_STYLES or 0xFE00 <= ord(char) <= 0xFE0D or 0xE0100 <= ord(char) <= 0xE01EF:
        return False
    if ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF:  # never characters
        return False
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs")  # Cn: an emoji newer than Python's tables


def _belongs_to_emoji(char: str, before: list[str], behind: str) -> bool:
    """Whether this mark, between the kept characters and the next one, is part of one emoji."""
    last = before[-1] if before else ""
    if char in _EMOJI_STYLES:
        return last != "" and (_is_picture(last) or last in "#*0123456789")
    if char == _JOINER:
        return last != "" and behind != "" and (_is_picture(last) or last == "\ufe0f") and _is_picture(behind)
    return ord(char) in _TAGS and last != "" and (last == _TAGGED_FLAG or ord(last) in _TAGS)


def _is_picture(char: str) -> bool:
    return (unicodedata.category(char) in ("So", "Sk", "Sm", "Cn", "Po") and ord(char) > 0xFF) or char in "©®"
