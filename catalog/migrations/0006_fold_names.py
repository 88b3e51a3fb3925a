"""Fold the stored names again: y and i, look-alikes of đ and apostrophes are one now."""

from typing import Any

from django.db import migrations

from core.text import marked_words, slugify, sort_key, words

_LOOK_ALIKES = set("ÐðƉɖ")


def fold_names(apps: Any, editor: Any) -> None:
    products = apps.get_model("catalog", "Product").objects
    changed = []
    sources = products.select_related("category", "seller__unit", "seller__old_unit").defer(
        "search", "seller__unit__search", "seller__old_unit__search"
    )
    for product in sources.iterator(chunk_size=500):
        seller = product.seller
        places = [seller.unit.name, seller.old_unit.name if seller.old_unit else ""]
        around = [product.category.name, seller.name, *places, product.summary, product.origin]
        product.name_fold = " ".join(words(product.name))
        product.name_sort = sort_key(product.name)[:600]
        product.search_fold = " ".join(words(" ".join(around)))
        product.search_exact = " ".join(marked_words(" ".join([product.name, *around])))
        if _LOOK_ALIKES & set(product.name) and not products.filter(seller=seller, slug=slugify(product.name)).exists():
            product.slug = slugify(product.name)  # the page leads from the old address to this one
        changed.append(product)
    products.bulk_update(changed, ["slug", "name_fold", "name_sort", "search_fold", "search_exact"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_append_only"),
        ("cooperatives", "0004_fold_names"),
        ("places", "0002_fold_names"),
    ]
    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop)]
