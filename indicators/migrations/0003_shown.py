"""What guests are shown of the month's figures: a change of it ends cached answers."""

from django.db import migrations

from core.response_cache.scopes import Scope
from core.response_cache.triggers import Shown


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_guards"), ("core", "0003_change_rows")]
    operations = [
        Shown("indicators_definition", Scope.FIGURES, ["code", "name", "numerator", "denominator", "unit", "formula", "target", "effective_from", "effective_to", "position"]),
        Shown("indicators_fact", Scope.FIGURES, ["kind", "seller_id", "unit_id", "old_unit_id", "channel", "method", "cashless", "declared", "amount", "is_sample", "occurred_at", "month"]),
    ]
