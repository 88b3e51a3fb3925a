"""The history of orders and the lines of returns are append-only."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

APPEND_ONLY = ["orders_orderhistory", "orders_returnline"]


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("core", "0002_guards")]
    operations = [operation(table) for table in APPEND_ONLY for operation in (AppendOnly, NeverEmptied)]
