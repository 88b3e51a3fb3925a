"""An order's history is held by the one function of every append-only table, and never emptied at a stroke."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

OWN = """
DROP TRIGGER orders_history_append_only ON orders_orderhistory;
DROP FUNCTION orders_history_is_append_only();
"""
AGAIN = """
CREATE FUNCTION orders_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'orders_orderhistory is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER orders_history_append_only BEFORE UPDATE OR DELETE ON orders_orderhistory
  FOR EACH ROW EXECUTE FUNCTION orders_history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_undo_counter_sale"), ("core", "0003_refuse_every_change")]
    operations = [
        migrations.RunSQL(OWN, AGAIN),
        AppendOnly("orders_orderhistory"),
        NeverEmptied("orders_orderhistory"),
        NeverEmptied("orders_returnline"),
    ]
