"""Reads of places: units in force on a day, old units by their codes, the labels of units.

Administrative units are public, so nothing here is scoped by user. Addresses belong to the rooms that refer to them.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from core import clock
from core.compiled_queries import compiled_query
from places.models import Level, Succession, Unit
from places.search.communes import UnitMatch, province_code_of, search_communes
from places.search.resolution import Resolution, resolve_commune

__all__ = [
    "Resolution",
    "UnitMatch",
    "commune_before_reform",
    "communes_of",
    "current_commune",
    "current_province",
    "has_become",
    "names_around",
    "province_code_of",
    "provinces",
    "resolve_commune",
    "search_communes",
    "unit_label",
    "unit_labels",
    "valid_on",
]

_LAST_DAY_OF_THREE_LEVELS = date(2025, 6, 30)


def valid_on(day: date | None = None) -> Q:
    """Units in force on a day (default today)."""
    day = day or clock.today()
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def provinces(day: date | None = None) -> QuerySet[Unit]:
    """The provinces and cities in force, in alphabetical order."""
    return Unit.objects.filter(valid_on(day), level=Level.PROVINCE).order_by("name_sort").defer("search")


def communes_of(province_id: int, day: date | None = None) -> QuerySet[Unit]:
    """The communes of a province, in alphabetical order."""
    units = Unit.objects.filter(valid_on(day), level=Level.COMMUNE, parent_id=province_id)
    return units.order_by("name_sort", "kind").defer("search")


def current_commune(code: str) -> Unit | None:
    """Today's commune of a code, with its province; None for a code of the past."""
    return next(iter(_communes_with(code, clock.today())), None)


def current_province(code: str) -> Unit | None:
    """Today's province of a code: 82 is Đồng Tháp, although it was Tiền Giang before."""
    return Unit.objects.filter(valid_on(), level=Level.PROVINCE, code=code).defer("search").first()


def commune_before_reform(code: str) -> Unit | None:
    """The commune that had this code on 30/6/2025: old papers and decisions still name "Mỹ Xương, Cao Lãnh"."""
    return next(iter(_communes_with(code, _LAST_DAY_OF_THREE_LEVELS)), None)


def _communes_of_code(code: str, day: date) -> QuerySet[Unit]:
    units = Unit.objects.filter(valid_on(day), level=Level.COMMUNE, code=code)
    return units.select_related("parent").defer("search", "parent__search").order_by("pk")[:1]


_communes_with = compiled_query(_communes_of_code, str, date)


def names_around(code: str) -> list[str]:
    """Names of today's commune of a code, of what is above it, and of whatever they were made of (2 SQL)."""
    commune = current_commune(code)
    if commune is None:
        return []
    own = Q(pk=commune.pk) | Q(successions__successor=commune)
    above = Q(children=commune) | Q(children__successions__successor=commune)
    higher = Q(children__children__successions__successor=commune) | Q(successions__successor=commune.parent_id)
    units = Unit.objects.filter(own | above | (higher & Q(level=Level.PROVINCE)))
    return list(units.order_by("name").values_list("name", flat=True).distinct())


def unit_labels(ids: Iterable[int]) -> dict[int, str]:
    """{id: "Xã Mỹ Thọ, Đồng Tháp"}; an old one with its district: "Xã Mỹ Xương, Huyện Cao Lãnh, Đồng Tháp"."""
    rows = Unit.objects.filter(pk__in=set(ids)).values_list(
        "pk", "full_name", "parent__full_name", "parent__name", "parent__level", "parent__parent__name"
    )
    return {pk: _label(full_name, parent, grandparent) for pk, full_name, *parent, grandparent in rows}


def unit_label(unit: Unit) -> str:
    """The label of one unit that was read with its parent, and an old one with that one's parent, too."""
    above = unit.parent
    parent = [above.full_name, above.name, above.level] if above else [None] * 3
    grandparent = above.parent if above and above.level == Level.DISTRICT else None
    return _label(unit.full_name, parent, grandparent.name if grandparent else None)


def _label(full_name: str, parent: Sequence[str | None], grandparent: str | None) -> str:
    parent_full, parent_name, parent_level = parent
    above = [parent_full, grandparent] if parent_level == Level.DISTRICT else [parent_name]
    return ", ".join(part for part in [full_name, *above] if part)


def has_become(old_unit_id: int, unit_id: int) -> bool:
    """Whether the old unit became (a part of) the unit, in one step or several."""
    reached, fresh = set[int](), {old_unit_id}
    while fresh:
        successors = Succession.objects.filter(predecessor_id__in=fresh).values_list("successor_id", flat=True)
        fresh = set(successors) - reached
        reached |= fresh
    return unit_id in reached
