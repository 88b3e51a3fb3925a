"""What the tables of the other rooms stand on: the one function of every append-only table, and btree_gist."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

from core.append_only import FUNCTION


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    run_before = [("places", "0001_initial"), ("payments", "0001_initial")]  # both exclude overlapping periods
    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION core_refuse_change();"),
    ]
