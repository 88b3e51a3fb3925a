"""Parse typed addresses: the street, units with their kinds and numbers; the country and postcodes are dropped.

No database here: `places.search.communes` searches for the parsed words, and `places.search.resolution` decides
whether they name one commune.
"""

import re
from dataclasses import dataclass

from core import text

COMMUNE_KINDS = ("xa", "phuong", "thi tran", "dac khu")
_UPPER_KINDS = ("quan", "huyen", "thi xa", "thanh pho", "tinh")
_LONGEST = 300  # characters that are looked at
_MOST_WORDS = 16  # words of units that are looked for

# Each kind with its diacritics: "phương" and "quán" are not kinds.
_MARKED = {"xa": "xã", "phuong": "phường", "quan": "quận", "huyen": "huyện", "tinh": "tỉnh"}
_MARKED |= {"thi tran": "thị trấn", "dac khu": "đặc khu", "thi xa": "thị xã", "thanh pho": "thành phố"}
_SHORT = {"p": "phuong", "f": "phuong", "x": "xa", "tt": "thi tran", "q": "quan", "h": "huyen", "tx": "thi xa"}
_SHORT |= {"tp": "thanh pho", "t": "tinh", "ward": "phuong", "district": "quan", "dist": "quan"}
_NAMES = {"hcm": "ho chi minh", "hcmc": "ho chi minh", "sg": "ho chi minh", "hn": "ha noi"}
_NAMES |= {"tphcm": "thanh pho ho chi minh", "tphn": "thanh pho ha noi"}
_ONLY_BEFORE_NUMBER = {"f", "ward", "district", "dist"}  # after a name, as in "Ben Nghe Ward", it has no meaning
_NOTHING = {"city", "province", "commune", "town", "township", "ward", "district", "dist"}
_PHRASES: tuple[tuple[list[str], list[str]], ...] = (
    (["viet", "nam"], []),
    (["vietnam"], []),
    (["thua", "thien", "hue"], ["hue"]),
    (["tt", "hue"], ["hue"]),
)
_STREETS = {"số", "đường", "ấp", "thôn", "tổ", "hẻm", "ngõ", "ngách", "kp", "khóm", "khu"}
_TOKEN = re.compile(r"[^\s,;.()/|–—\n-]+|[,;\n]")
_GLUED = re.compile(r"(tp|tx|tt|p|q|f)\.?(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """A folded word of an address, and whether a unit's kind begins with it."""

    word: str
    at: int  # where it stands in what was typed
    segment: int  # which part between commas
    kind: str = ""


@dataclass(frozen=True)
class ParsedAddress:
    """`units` are the folded words that name units; `street` is what stood before them, as it was typed."""

    units: tuple[Word, ...]
    street: str
    unfinished: bool  # the last word may be the beginning of one

    @property
    def commune(self) -> tuple[str, ...]:
        """The words from the commune's name on: "4 mi tho" of "phường 4 mỹ tho". All words where no kind is named."""
        for index, word in enumerate(self.units):
            if word.kind in COMMUNE_KINDS and (rest := _to_next_kind(self.units[index + 1 :])):
                return tuple(each.word for each in rest)
        return tuple(word.word for word in self.units if not word.kind)

    @property
    def kind(self) -> str:
        """The commune's kind, folded ("xa"), or nothing."""
        return next((word.kind for word in self.units if word.kind in COMMUNE_KINDS), "")

    @property
    def names(self) -> set[str]:
        """The beginnings of every part, kinds left out: each may be the commune's name where no kind is named."""
        beginnings = set()
        for segment in self.segments:
            words = [word.word for word in self.units if word.segment == segment and not word.kind]
            beginnings |= {" ".join(words[:count]) for count in range(1, len(words) + 1)}
        return beginnings

    @property
    def segments(self) -> list[int]:
        return sorted({word.segment for word in self.units})

    @property
    def last_words(self) -> str:
        """The words of the last part, kinds left out."""
        return " ".join(word.word for word in self.units if word.segment == self.segments[-1] and not word.kind)

    def before_last_segment(self) -> "ParsedAddress | None":
        """What remains without the last part; None where there is but one."""
        if len(self.segments) < 2:
            return None
        remaining = tuple(word for word in self.units if word.segment != self.segments[-1])
        return ParsedAddress(remaining, self.street, unfinished=False)

    def without_kind(self) -> "ParsedAddress":
        """The same name as a commune of another kind; a number keeps its kind."""
        units = self.units
        remaining = [
            word
            for word, behind in zip(units, [*units[1:], None], strict=True)
            if word.kind not in COMMUNE_KINDS or (behind and behind.word.isdigit())
        ]
        return (
            ParsedAddress(tuple(remaining), self.street, self.unfinished)
            if len(remaining) < len(units)
            else self.nothing()
        )

    def nothing(self) -> "ParsedAddress":
        return ParsedAddress((), self.street, unfinished=False)

    def without_first_segment(self) -> "ParsedAddress":
        """What remains when the first part was a street after all."""
        first = self.segments[0]
        return ParsedAddress(tuple(word for word in self.units if word.segment != first), self.street, self.unfinished)


def parse_address(typed: str) -> ParsedAddress:
    """Parse a typed address: "12 Nguyễn Huệ, P. Bến Nghé, Q.1, TP.HCM 700000, Việt Nam"."""
    typed = typed[:_LONGEST]
    words = _kinds(_words(typed), typed)
    start = _first_unit(words, typed)
    street = typed[: words[start].at].strip(" ,;.-\n") if start and start < len(words) else ""
    unfinished = bool(typed) and typed[-1].isalnum()
    return ParsedAddress(tuple(words[start : start + _MOST_WORDS]), street, unfinished)


def _words(typed: str) -> list[Word]:
    words: list[Word] = []
    segment = 0
    for match in _TOKEN.finditer(typed):
        typed_word = match[0]
        if typed_word in ",;\n":
            segment += 1
            continue
        glued = _GLUED.fullmatch(typed_word)
        for part in [glued[1], glued[2]] if glued else text.words(typed_word):
            folded = part.lower().lstrip("0") or "0" if part.isdigit() else part.lower()
            words.append(Word(folded, match.start(), segment))
    return _without_phrases([word for word in words if not _is_postcode(word.word)])


def _is_postcode(word: str) -> bool:
    return word.isdigit() and len(word) in (5, 6)


def _without_phrases(words: list[Word]) -> list[Word]:
    """The words without the country, and with former names of provinces replaced."""
    for phrase, means in _PHRASES:
        for index in range(len(words) - len(phrase), -1, -1):
            here = words[index : index + len(phrase)]
            if [word.word for word in here] == phrase and (means or index):
                words[index : index + len(phrase)] = [Word(word, here[0].at, here[0].segment) for word in means]
    return words


def _kinds(words: list[Word], typed: str) -> list[Word]:
    """The words with abbreviations written out, and each kind as one word marked as a kind."""
    parsed: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        after = words[index + 1] if index + 1 < len(words) else None
        before_number = after is not None and after.segment == word.segment and after.word.isdigit()
        pair = f"{word.word} {after.word}" if after and after.segment == word.segment else ""
        if pair in _MARKED and _marked_so(typed, word.at, pair):
            parsed.append(Word(pair, word.at, word.segment, pair))
            index += 2
            continue
        if word.word in _NAMES:
            parsed += _named(word)
        elif word.word in _SHORT and after and (before_number or word.word not in _ONLY_BEFORE_NUMBER):
            parsed.append(Word(_SHORT[word.word], word.at, word.segment, _SHORT[word.word]))
        elif word.word in _MARKED and pair and _marked_so(typed, word.at, word.word):
            parsed.append(Word(word.word, word.at, word.segment, word.word))
        elif word.word not in _NOTHING:
            parsed.append(word)
        index += 1
    return [_name_of(parsed, index) for index in range(len(parsed))]


def _named(word: Word) -> list[Word]:
    parts = _NAMES[word.word]
    kind = "thanh pho" if parts.startswith("thanh pho ") else ""
    names = [Word(part, word.at, word.segment) for part in parts.removeprefix("thanh pho ").split()]
    return [Word(kind, word.at, word.segment, kind), *names] if kind else names


def _name_of(words: list[Word], index: int) -> Word:
    """A kind directly after a commune's kind is a part of the name ("xã Quan Sơn"); so is a kind at the end."""
    word = words[index]
    behind = words[index + 1 : index + 2]
    begins_name = index > 0 and words[index - 1].kind in COMMUNE_KINDS and words[index - 1].segment == word.segment
    if word.kind and (
        not behind or behind[0].segment != word.segment or (begins_name and not behind[0].word.isdigit())
    ):
        return Word(word.word, word.at, word.segment)
    return word


def _marked_so(typed: str, at: int, kind: str) -> bool:
    """Whether the kind is written with its own diacritics, or without any."""
    count = len(kind.split())
    spoken = " ".join(text.marked_words(typed[at:])[:count])
    return spoken in (kind, _MARKED[kind]) or text.fold(spoken) != kind


def _first_unit(words: list[Word], typed: str) -> int:
    """Where the units begin: at the first kind where a commune's kind is named; else behind the parts of a street."""
    if any(word.kind in COMMUNE_KINDS for word in words):
        return next(index for index, word in enumerate(words) if word.kind)
    start = 0
    while start < len(words) and (words[start].word[0].isdigit() or _marked(typed, words[start]) in _STREETS):
        rest = (index for index, word in enumerate(words) if word.segment > words[start].segment)
        if (following := next(rest, None)) is None:
            break
        start = following
    return start


def _marked(typed: str, word: Word) -> str:
    return next(iter(text.marked_words(typed[word.at :])), "")


def _to_next_kind(words: tuple[Word, ...]) -> list[Word]:
    """Up to the next kind or comma."""
    name: list[Word] = []
    for word in words:
        if word.kind or word.segment != words[0].segment:
            break
        name.append(word)
    return name
