"""What guests are shown of sellers: a change of it ends cached answers."""

from django.db import migrations

from core.response_cache.scopes import Scope
from core.response_cache.triggers import Shown


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0001_initial"), ("core", "0003_change_rows")]
    operations = [
        Shown("cooperatives_seller", Scope.SELLERS, ["kind", "name", "slug", "name_sort", "tax_code", "representative", "phone", "address_id", "unit_id", "old_unit_id", "about", "facts", "cash_at_pickup", "cash_on_delivery", "is_sample", "is_active", "verified_at", "verified_by_id"]),
    ]
