"""What guests are shown of delivery methods: a change of it ends cached answers."""

from django.db import migrations

from core.response_cache.scopes import Scope
from core.response_cache.triggers import Shown


class Migration(migrations.Migration):
    dependencies = [("shipping", "0001_initial"), ("core", "0003_change_rows")]
    operations = [
        Shown("shipping_shippingmethod", Scope.SELLERS, ["seller_id", "carrier", "name", "note", "is_active"]),
        Shown("shipping_rate", Scope.SELLERS, ["method_id", "zone", "base_price", "base_weight_g", "price_per_extra_kg", "max_weight_g", "min_days", "max_days"]),
    ]
