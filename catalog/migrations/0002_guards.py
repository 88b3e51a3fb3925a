"""Stock movements are append-only: the database itself refuses to change or delete one."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

APPEND_ONLY = ["catalog_stockmovement"]


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("core", "0002_guards")]
    operations = [operation(table) for table in APPEND_ONLY for operation in (AppendOnly, NeverEmptied)]
