"""Fold the stored names again: y and i, look-alikes of đ and apostrophes are one now."""

from typing import Any

from django.db import migrations

from core.text import fold, sort_key


def fold_names(apps: Any, editor: Any) -> None:
    sellers = apps.get_model("cooperatives", "Seller").objects
    changed = []
    for seller in sellers.only("name", "name_fold", "name_sort").iterator(chunk_size=500):
        fresh = fold(seller.name), sort_key(seller.name)[:600]
        if (seller.name_fold, seller.name_sort) != fresh:
            seller.name_fold, seller.name_sort = fresh
            changed.append(seller)
    sellers.bulk_update(changed, ["name_fold", "name_sort"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0003_cash_on_delivery")]
    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop)]
