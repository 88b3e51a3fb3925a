"""Facts are held by the one function of every append-only table, and never emptied at a stroke."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

OWN = """
DROP TRIGGER indicators_fact_append_only ON indicators_fact;
DROP FUNCTION indicators_fact_is_append_only();
"""
AGAIN = """
CREATE FUNCTION indicators_fact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'indicators_fact is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER indicators_fact_append_only BEFORE UPDATE OR DELETE ON indicators_fact
  FOR EACH ROW EXECUTE FUNCTION indicators_fact_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_money_back_in_part"), ("core", "0003_refuse_every_change")]
    operations = [
        migrations.RunSQL(OWN, AGAIN),
        AppendOnly("indicators_fact"),
        NeverEmptied("indicators_fact"),
    ]
