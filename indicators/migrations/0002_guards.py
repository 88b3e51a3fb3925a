"""Facts are append-only, so that a reported figure can be counted again."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

APPEND_ONLY = ["indicators_fact"]


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial"), ("core", "0002_guards")]
    operations = [operation(table) for table in APPEND_ONLY for operation in (AppendOnly, NeverEmptied)]
