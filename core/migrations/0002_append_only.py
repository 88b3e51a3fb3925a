"""The one function behind every append-only table."""

from django.db import migrations

from core.append_only import FUNCTION


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION core_refuse_change();")]
