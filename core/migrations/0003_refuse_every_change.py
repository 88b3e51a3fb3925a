"""A table of which no column may change refuses every UPDATE, also one that would leave a row as it is."""

from django.db import migrations

from core.append_only import FUNCTION


class Migration(migrations.Migration):
    dependencies = [("core", "0002_append_only")]
    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
