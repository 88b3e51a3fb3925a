"""Facts can be added to, never changed: a figure once reported stays open to recounting, whoever connects."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION indicators_fact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'indicators_fact is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER indicators_fact_append_only BEFORE UPDATE OR DELETE ON indicators_fact
  FOR EACH ROW EXECUTE FUNCTION indicators_fact_is_append_only();
"""
BACKWARD = """
DROP TRIGGER indicators_fact_append_only ON indicators_fact;
DROP FUNCTION indicators_fact_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
