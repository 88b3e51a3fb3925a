"""What commune people mean by what they type: with or without diacritics, by today's name or by the old one."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core import clock, text
from places.models import Level

_LONGEST = 12  # words that are looked at
_CANDIDATES = 60  # hits that are weighed; more can only be worse
_KINDS = ("xa", "phuong", "dac khu", "thi tran")
_SHORT = {"p": "phuong", "x": "xa", "tt": "thi tran", "q": "quan", "h": "huyen", "tx": "thi xa", "tp": "thanh pho"}
_SHORT |= {"t": "tinh", "hcm": "ho chi minh", "tphcm": "ho chi minh", "sg": "ho chi minh", "hn": "ha noi"}


@dataclass(frozen=True)
class UnitMatch:
    """A commune of today; `via` is the old unit by whose name it was found: "Xã Mỹ Xương, Huyện Cao Lãnh"."""

    unit_id: int
    code: str
    full_name: str
    province_name: str
    via: str | None = None
    old_unit_id: int | None = None


# The hits among all units, old and new, then forward through successions to what is in force today.
_SQL = """
WITH RECURSIVE hit AS (
    SELECT id, valid_to,
           CASE WHEN name_fold = ANY(%(whole)s) OR replace(name_fold, ' ', '') = ANY(%(whole)s) THEN 0
                WHEN name_fold = ANY(%(leads)s) OR replace(name_fold, ' ', '') = ANY(%(leads)s) THEN 1
                WHEN name_fold LIKE %(prefix)s THEN 2
                WHEN search_fold LIKE %(inside)s THEN 3
                ELSE 4 END AS rank,
           length(name_fold) AS length
    FROM places_unit
    WHERE level = %(commune)s AND search @@ to_tsquery('simple', %(query)s)
), become AS (
    SELECT id AS hit_id, id AS unit_id, rank, CASE rank WHEN 1 THEN length ELSE 0 END AS length FROM hit
    UNION
    SELECT become.hit_id, succession.successor_id, become.rank, become.length
    FROM become JOIN places_succession succession ON succession.predecessor_id = become.unit_id
), found AS (
    SELECT DISTINCT ON (unit.id) unit.id, unit.code, unit.full_name, unit.name_sort, become.hit_id, become.rank,
           become.length, province.name AS province, province.name_sort AS province_sort
    FROM become
    JOIN places_unit unit ON unit.id = become.unit_id
    JOIN places_unit province ON province.id = unit.parent_id
    WHERE unit.valid_from <= %(today)s AND (unit.valid_to IS NULL OR unit.valid_to > %(today)s)
      AND (%(province)s IS NULL OR province.code = %(province)s)
    ORDER BY unit.id, become.rank, become.hit_id <> unit.id, become.length DESC, become.hit_id
)
SELECT found.id, found.code, found.full_name, found.province, found.rank, hit.id <> found.id,
       hit.id, hit.full_name, above.full_name
FROM found
JOIN places_unit hit ON hit.id = found.hit_id
LEFT JOIN places_unit above ON above.id = hit.parent_id
ORDER BY rank, found.length DESC, found.id <> hit.id, province_sort, found.name_sort, found.code
LIMIT %(candidates)s
"""


def search_communes(typed: str, province_code: str | None = None, limit: int = 8) -> list[UnitMatch]:
    """Communes of today that fit the words typed, best first; the last word may be unfinished. One SQL statement.

    First those whose name was typed, then names it begins, then those found by the units above them (words that only
    lie about where nothing better is found); among equals those written with the same diacritics, then today's names
    before old ones, then by province.
    """
    words = _words(typed)
    if not words:
        return []
    spoken = " ".join(words)
    bare = _without_kind(spoken)
    parameters: dict[str, Any] = {
        "whole": [spoken, bare],
        "leads": [*_leads(spoken), *_leads(bare)],
        "prefix": f"{bare}%",
        "inside": f"%{bare}%",
        "query": " & ".join([*words[:-1], f"{words[-1]}:*"]),
        "commune": Level.COMMUNE,
        "today": clock.today(),
        "province": province_code,
        "candidates": _CANDIDATES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, parameters)
        rows = cursor.fetchall()
    accents = _accented_words(typed)
    scattered = 4
    rows = [row for row in rows if row[4] < scattered or rows[0][4] == scattered]
    rows.sort(key=lambda row: (row[4], not _written_alike(row[7], accents)))  # stable: the rest stays in order
    return [
        UnitMatch(
            unit_id=pk,
            code=code,
            full_name=full_name,
            province_name=province,
            via=f"{old_name}, {above}" if is_old and above else old_name if is_old else None,
            old_unit_id=hit_id if is_old else None,
        )
        for pk, code, full_name, province, _, is_old, hit_id, old_name, above in rows[:limit]
    ]


def _words(typed: str) -> list[str]:
    """Folded words with the usual short forms written out: "P.Bến Thành, Q1" → phuong ben thanh quan 1."""
    spread = re.sub(r"\b([pq])[. ]?(\d+)\b", r"\1 \2", text.fold(typed[:200]))
    return [part for word in text.words(spread)[:_LONGEST] for part in _SHORT.get(word, word).split()]


def _without_kind(spoken: str) -> str:
    for kind in _KINDS:
        if spoken.startswith(f"{kind} "):
            return spoken.removeprefix(f"{kind} ")
    return spoken


def _leads(spoken: str) -> list[str]:
    """Its beginnings, word by word: what stands before the province in "my tho dong thap" may be the name."""
    words = spoken.split()
    return [" ".join(words[:count]) for count in range(1, len(words))]


def _accented_words(typed: str) -> set[str]:
    """The words that carry diacritics, as typed, with their tones in one place: "hoà" and "hòa" are the same word."""
    return {_tone_last(word) for word in text.marked_words(typed) if text.has_marks(word)}


def _written_alike(full_name: str, accents: set[str]) -> bool:
    return accents <= {_tone_last(word) for word in text.marked_words(full_name)} if accents else True


def _tone_last(word: str) -> str:
    """Letters first, then the tone marks: one spelling for both ways of placing a tone, and for y and i."""
    marks = {"\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}
    decomposed = unicodedata.normalize("NFD", word)
    letters = text.one_vowel("".join(c for c in decomposed if c not in marks))
    return letters + "".join(c for c in decomposed if c in marks)
