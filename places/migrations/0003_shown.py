"""What guests are shown of units and of the sellers' addresses: a change of it ends cached answers."""

from django.db import migrations

from core.response_cache.scopes import Scope
from core.response_cache.triggers import Shown


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("core", "0003_change_rows")]
    operations = [
        Shown("places_unit", Scope.SELLERS, ["code", "level", "kind", "name", "full_name", "parent_id", "valid_from", "valid_to"]),
        Shown("places_address", Scope.SELLERS, ["street", "unit_id"], inserted=False),
    ]
