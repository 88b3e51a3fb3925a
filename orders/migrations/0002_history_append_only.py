"""An order's history can be added to, never changed: held by the database, whoever connects."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION orders_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'orders_orderhistory is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER orders_history_append_only BEFORE UPDATE OR DELETE ON orders_orderhistory
  FOR EACH ROW EXECUTE FUNCTION orders_history_is_append_only();
"""
BACKWARD = """
DROP TRIGGER orders_history_append_only ON orders_orderhistory;
DROP FUNCTION orders_history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
