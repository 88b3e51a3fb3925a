"""Search communes by typed words, with or without diacritics, by today's names and by former ones."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Q

from core import clock, text
from places.models import Level, Unit
from places.search.address_parser import COMMUNE_KINDS, ParsedAddress, Word, parse_address

_CANDIDATES = 60  # hits that are ranked; further ones can only rank lower
_SCATTERED = 4  # the rank of hits whose name was not typed


@dataclass(frozen=True)
class UnitMatch:
    """A commune of today; `via` is the old unit by whose name it was found: "Xã Mỹ Xương, Huyện Cao Lãnh"."""

    unit_id: int
    code: str
    full_name: str
    province_name: str
    via: str | None = None
    old_unit_id: int | None = None
    named: bool = True  # False where words were ignored: offer it as a suggestion only


# The hits among all units, old and new, then forward through successions to what is in force today.
_SQL = """
WITH RECURSIVE hit AS (
    SELECT id, valid_from,
           CASE WHEN name_fold = ANY(%(whole)s) OR replace(name_fold, ' ', '') = ANY(%(whole)s) THEN 0
                WHEN name_fold = ANY(%(leads)s) OR replace(name_fold, ' ', '') = ANY(%(leads)s) THEN 1
                WHEN name_fold LIKE %(prefix)s THEN 2
                WHEN search_fold LIKE %(inside)s THEN 3
                ELSE 4 END AS rank,
           length(name_fold) AS length
    FROM places_unit
    WHERE level = %(commune)s AND search @@ to_tsquery('simple', %(query)s)
), become AS (
    SELECT id AS hit_id, valid_from, id AS unit_id, rank, CASE rank WHEN 1 THEN length ELSE 0 END AS length FROM hit
    UNION
    SELECT become.hit_id, become.valid_from, succession.successor_id, become.rank, become.length
    FROM become JOIN places_succession succession ON succession.predecessor_id = become.unit_id
), found AS (
    SELECT DISTINCT ON (unit.id) unit.id, unit.code, unit.full_name, unit.name_sort, become.hit_id, become.rank,
           become.length, province.name AS province, province.name_sort AS province_sort
    FROM become
    JOIN places_unit unit ON unit.id = become.unit_id
    JOIN places_unit province ON province.id = unit.parent_id
    WHERE unit.valid_from <= %(today)s AND (unit.valid_to IS NULL OR unit.valid_to > %(today)s)
      AND (%(province)s::text IS NULL OR province.code = %(province)s)
    ORDER BY unit.id, become.rank, become.hit_id <> unit.id, become.length DESC,
             become.valid_from DESC, become.hit_id
)
SELECT found.id, found.code, found.full_name, found.province, found.rank, hit.id <> found.id,
       hit.id, hit.full_name, above.full_name, hit.name_fold,
       %(near)s = '' OR hit.search @@ to_tsquery('simple', %(near)s)
FROM found
JOIN places_unit hit ON hit.id = found.hit_id
LEFT JOIN places_unit above ON above.id = hit.parent_id
ORDER BY rank, found.length DESC, found.id <> hit.id, province_sort, found.name_sort, found.code
LIMIT %(candidates)s
"""


def search_communes(typed: str, province_code: str | None = None, limit: int = 8) -> list[UnitMatch]:
    """Communes of today that fit what was typed, best first; the last word may be unfinished.

    A name of a unit or a whole address: "Q.1, P. Bến Nghé", "12 Nguyễn Huệ, Bến Nghé, Quận 1, TP.HCM 700000, Việt Nam".
    First those whose name was typed, then names that it begins, then those found by the units above them (with words
    ignored if nothing better is found); among equals those written with the same diacritics, then today's names before
    old ones, then by province. One SQL statement where the words as they stand find something; else the words behind
    the last comma may name a province, then the commune's kind and the first part may be wrong.
    """
    parsed = parse_address(typed)
    if not parsed.units:
        return []
    as_typed = _rows(parsed, province_code)
    if as_typed and (as_typed[0][4] < _SCATTERED or not parsed.kind):
        return _matches(parsed, as_typed, typed, limit)
    elsewhere = parsed.before_last_segment()
    code = province_code_of(parsed.last_words) if elsewhere else None
    if elsewhere and code and province_code in (None, code) and (rows := _rows(elsewhere, code)):
        return _matches(elsewhere, rows, typed, limit, named=bool(parsed.kind))
    doubted = parsed.without_kind() if parsed.kind else parsed.without_first_segment()
    while doubted.units:
        rows = _rows(doubted, province_code)
        if rows and rows[0][4] < _SCATTERED:
            return _matches(doubted, rows, typed, limit, named=False)
        doubted = doubted.without_first_segment()
    return _matches(parsed, as_typed, typed, limit)


def province_code_of(words: str) -> str | None:
    """The current code of a province by its name (with or without kind) or code: "Tiền Giang" is 82, since it became
    Đồng Tháp.
    """
    parsed = parse_address(words)
    name = " ".join(word.word for word in parsed.units if not word.kind)
    today = Q(valid_to__isnull=True)
    provinces = Unit.objects.filter(Q(name_fold=name) | Q(today, code=words.strip()), level=Level.PROVINCE).defer(
        "search"
    )
    unit = provinces.order_by(F("valid_to").desc(nulls_first=True), "pk").first()
    while unit and unit.valid_to:
        unit = Unit.objects.filter(origins__predecessor=unit).defer("search").first()
    return unit.code if unit else None


def _rows(parsed: ParsedAddress, province_code: str | None) -> list[tuple[Any, ...]]:
    name, kind = " ".join(parsed.commune), parsed.kind
    whole = [name, f"{kind} {name}"] if kind else [name]
    strict, near = _queries(parsed)
    if not strict:
        return []
    parameters: dict[str, Any] = {
        "whole": whole,
        "leads": [lead for each in whole for lead in _leads(each)],
        "prefix": f"{name}%",
        "inside": f"%{whole[-1]}%",
        "query": strict,
        "near": near,
        "commune": Level.COMMUNE,
        "today": clock.today(),
        "province": province_code,
        "candidates": _CANDIDATES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, parameters)
        return cursor.fetchall()


def _queries(parsed: ParsedAddress) -> tuple[str, str]:
    """The required and the preferred terms: a number follows its unit, a commune's kind precedes its name.

    The kinds of the units above are only preferred: Gò Công was a town, and some people call it a city.
    """
    terms: list[str] = []
    preferred: list[str] = []
    before: Word | None = None
    for index, word in enumerate(parsed.units):
        bound = before is not None and before.segment == word.segment
        last = index == len(parsed.units) - 1 and parsed.unfinished and not word.word.isdigit()
        spoken = f"{word.word}:*" if last else word.word
        if word.kind:
            pass
        elif before and bound and before.kind:
            phrase = " <-> ".join([*before.word.split(), spoken])
            must = before.kind in COMMUNE_KINDS or word.word.isdigit()
            terms.append(phrase if must else spoken)
            preferred += [] if must else [phrase]
        elif before and bound and word.word.isdigit():
            terms.append(f"{before.word} <-> {spoken}")
        else:
            terms.append(spoken)
        before = word
    return " & ".join(terms), " & ".join(preferred)


def _matches(
    parsed: ParsedAddress, rows: list[tuple[Any, ...]], typed: str, limit: int, *, named: bool = True
) -> list[UnitMatch]:
    accents = _accented_words(typed)
    rows = [row for row in rows if row[4] < _SCATTERED or rows[0][4] == _SCATTERED]
    rows.sort(key=lambda row: (row[4], not row[10], not _same_accents(row[7], accents)))  # stable: else as it was
    return [
        UnitMatch(
            unit_id=pk,
            code=code,
            full_name=full_name,
            province_name=province,
            via=f"{old_name}, {above}" if is_old and above else old_name if is_old else None,
            old_unit_id=hit_id if is_old else None,
            named=named and (rank < _SCATTERED or name_fold in parsed.names),
        )
        for pk, code, full_name, province, rank, is_old, hit_id, old_name, above, name_fold, _ in rows[:limit]
    ]


def _leads(spoken: str) -> list[str]:
    """The beginnings of the text, word by word: the words before the province in "my tho dong thap" may be the name."""
    words = spoken.split()
    return [" ".join(words[:count]) for count in range(1, len(words))]


def _accented_words(typed: str) -> set[str]:
    """The words that carry diacritics, as typed, with tones in a normalized place: "hoà" equals "hòa"."""
    return {_tone_last(word) for word in text.marked_words(typed) if text.has_marks(word)}


def _same_accents(full_name: str, accents: set[str]) -> bool:
    return accents <= {_tone_last(word) for word in text.marked_words(full_name)} if accents else True


def _tone_last(word: str) -> str:
    """Letters first, then the tone marks: one spelling for both ways of placing a tone, and for y and i."""
    marks = {"\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}
    decomposed = unicodedata.normalize("NFD", word)
    letters = text.one_vowel("".join(c for c in decomposed if c not in marks))
    return letters + "".join(c for c in decomposed if c in marks)
