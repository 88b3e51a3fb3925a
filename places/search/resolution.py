"""The one commune that typed words name; pages and the API use the same rule."""

from dataclasses import dataclass

from core import text
from places.search.address_parser import parse_address
from places.search.communes import UnitMatch, search_communes


@dataclass(frozen=True)
class Resolution:
    """`commune` is None where the words name none or several communes; `matches` are the possible ones."""

    commune: UnitMatch | None
    matches: list[UnitMatch]
    street: str = ""  # what stood before the units, as it was typed


def resolve_commune(typed: str, province_code: str | None = None, limit: int = 8) -> Resolution:
    """The commune that is named in full, or the only one of that name. No commune is chosen that was not named.

    `province_code`: the current province to search; then the commune's name is enough, with or without kind.
    """
    matches = search_communes(typed, province_code, limit)
    exact = [match for match in matches if _is_spelled(match, typed, with_province=province_code is None)]
    candidates = exact if len(exact) == 1 else matches
    commune = candidates[0] if len(candidates) == 1 and candidates[0].named else None
    return Resolution(commune, matches, parse_address(typed).street)


def _is_spelled(match: UnitMatch, typed: str, *, with_province: bool) -> bool:
    spoken = text.marked_words(typed)
    whole = f"{match.full_name}, {match.province_name}"
    if with_province:
        return spoken in (text.marked_words(whole), text.marked_words(f"{whole}, Việt Nam"))
    name = match.full_name.split(" ", 1)[-1]
    return text.fold(typed) in (text.fold(match.full_name), text.fold(name))
