"""What guests are shown of the catalog: a change of it ends cached answers."""

from django.db import migrations

from core.response_cache.scopes import LOW_STOCK, Scope
from core.response_cache.triggers import Shown


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_lists"), ("core", "0003_change_rows")]
    operations = [
        Shown("catalog_category", Scope.CATALOG, ["slug", "name", "ocop_group", "position"]),
        Shown("catalog_product", Scope.CATALOG, ["seller_id", "category_id", "name", "slug", "name_fold", "name_sort", "summary", "description", "origin", "storage", "season_months", "days_to_ship", "tax_category", "is_published", "is_sample", "created_at", "updated_at", "price_from", "search_fold", "search_exact"]),
        Shown(
            "catalog_variant",
            Scope.CATALOG,
            ["product_id", "name", "sku", "price", "weight_g", "net_weight_g", "position", "is_active"],
            [f"least({{row}}.on_hand - {{row}}.reserved, {LOW_STOCK})"],
        ),
        Shown("catalog_photo", Scope.CATALOG, ["product_id", "key", "width", "height", "widths", "colour", "alt", "is_illustration", "position"]),
        Shown("catalog_certificate", Scope.CATALOG, ["product_id", '"group"', "stars", "decision_no", "authority", "issued_on", "expires_on", "verified_at", "refused_at", "is_sample"]),
    ]
