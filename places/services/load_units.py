"""Load the administrative units of the committed sources, old and new, and their successions."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields
from functools import cache

from django.db import connection, transaction

from core import text
from core.locks import lock_name
from places.models import Succession, Unit
from places.unit_sources import Key, UnitRow, read_successions, read_units

_COLUMNS = [
    *(field.name for field in fields(UnitRow) if field.name != "parent"),
    *("full_name", "name_fold", "name_sort", "search_fold", "parent_id"),
]


@transaction.atomic
def load_units() -> dict[str, int]:
    """Create missing units and update changed ones, identified by code and first day, so that references stay valid.

    Returns how many were {"created", "changed", "successions"}. A second run changes nothing.
    """
    lock_name("places.load_units")
    rows = read_units()
    successions = read_successions()
    searchable = _search_texts(rows, successions)
    known = {(unit.code, unit.valid_from): unit for unit in Unit.objects.defer("search")}
    created = changed = 0
    for level in ("province", "district", "commune"):  # parents first: children need their ids
        fresh, stale = [], []
        for row in (row for row in rows if row.level == level):
            values = _values(row, searchable[row.key], known)
            unit = known.get(row.key)
            if unit is None:
                fresh.append(Unit(**values))
            elif any(getattr(unit, column) != value for column, value in values.items()):
                for column, value in values.items():
                    setattr(unit, column, value)
                stale.append(unit)
        Unit.objects.bulk_update(stale, [column.removesuffix("_id") for column in _COLUMNS], batch_size=500)
        for unit in Unit.objects.bulk_create(fresh, batch_size=4000):
            known[unit.code, unit.valid_from] = unit
        created, changed = created + len(fresh), changed + len(stale)
    linked = _load_successions(successions, known)
    if created:
        _analyze()
    return {"created": created, "changed": changed, "successions": linked}


def _analyze() -> None:
    """Update the planner's statistics at once: until autovacuum runs, it would assume empty tables."""
    tables = (Unit._meta.db_table, Succession._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _values(row: UnitRow, search_fold: str, known: dict[Key, Unit]) -> dict[str, object]:
    values = {field.name: getattr(row, field.name) for field in fields(UnitRow) if field.name != "parent"}
    return values | {
        "full_name": row.full_name,
        "name_fold": text.fold(row.name),
        "name_sort": text.sort_key(row.name),
        "search_fold": search_fold,
        "parent_id": known[row.parent].pk if row.parent else None,
    }


def _search_texts(rows: list[UnitRow], successions: list[tuple[Key, Key]]) -> dict[Key, str]:
    """Kind and name upwards ("xa my xuong huyen cao lanh tinh dong thap"), and what lies above its successors."""
    by_key = {row.key: row for row in rows}
    successors: dict[Key, list[Key]] = defaultdict(list)
    for old, new in successions:
        successors[old].append(new)
    texts = {}
    words = cache(text.words)  # provinces and districts come up thousands of times
    for row in rows:
        names = _names_upwards(row, by_key)
        for key in _all_successors(row.key, successors):
            names += [name for name in _names_upwards(by_key[key], by_key)[1:] if name not in names]
        texts[row.key] = search_text(row.name, names, words)
    return texts


def search_text(name: str, names: list[str], words: Callable[[str], list[str]]) -> str:
    """The folded words of `names`, and the unit's own name as one word where it has several ("la ee … laee")."""
    own = words(name)
    return " ".join([*(word for each in names for word in words(each)), *(["".join(own)] if own[1:] else [])])


def _all_successors(key: Key, successors: dict[Key, list[Key]]) -> list[Key]:
    return [later for direct in successors[key] for later in (direct, *_all_successors(direct, successors))]


def _names_upwards(row: UnitRow, by_key: dict[Key, UnitRow]) -> list[str]:
    return [row.full_name, *(_names_upwards(by_key[row.parent], by_key) if row.parent else [])]


def _load_successions(pairs: list[tuple[Key, Key]], known: dict[Key, Unit]) -> int:
    """Create missing pairs and delete those that are no longer in the sources."""
    pairs_to_store = {(known[old].pk, known[new].pk) for old, new in pairs}
    stored = {(old, new): pk for pk, old, new in Succession.objects.values_list("pk", "predecessor_id", "successor_id")}
    Succession.objects.filter(pk__in=[pk for pair, pk in stored.items() if pair not in pairs_to_store]).delete()
    fresh = sorted(pairs_to_store - stored.keys())
    Succession.objects.bulk_create((Succession(predecessor_id=o, successor_id=n) for o, n in fresh), batch_size=10000)
    return len(fresh)
