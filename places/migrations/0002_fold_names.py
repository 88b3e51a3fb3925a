"""Fold the stored names again: y and i, look-alikes of đ and apostrophes are one now."""

from collections import defaultdict
from typing import Any

from django.db import migrations

from core.text import fold, sort_key
from places.services.load_units import search_text

_COLUMNS = ["name_fold", "name_sort", "search_fold"]


def fold_names(apps: Any, editor: Any) -> None:
    units = {unit.pk: unit for unit in apps.get_model("places", "Unit").objects.defer("search")}
    successors = defaultdict(list)
    for old, new in apps.get_model("places", "Succession").objects.values_list("predecessor", "successor"):
        successors[old].append(new)

    def upwards(unit: Any) -> list[str]:
        return [unit.full_name, *(upwards(units[unit.parent_id]) if unit.parent_id else [])]

    for unit in units.values():
        names = upwards(unit)
        for successor in sorted(successors[unit.pk]):
            names += [name for name in upwards(units[successor])[1:] if name not in names]
        unit.name_fold, unit.name_sort = fold(unit.name), sort_key(unit.name)
        unit.search_fold = search_text(unit.name, names)
    apps.get_model("places", "Unit").objects.bulk_update(units.values(), _COLUMNS, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop)]
