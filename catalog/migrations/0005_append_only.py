"""Stock movements are held by the one function of every append-only table, and never emptied at a stroke."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

OWN = """
DROP TRIGGER catalog_stockmovement_append_only ON catalog_stockmovement;
DROP FUNCTION catalog_refuse_change();
"""
AGAIN = """
CREATE FUNCTION catalog_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'catalog_stockmovement is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER catalog_stockmovement_append_only BEFORE UPDATE OR DELETE ON catalog_stockmovement
  FOR EACH ROW EXECUTE FUNCTION catalog_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_brought_back"), ("core", "0003_refuse_every_change")]
    operations = [
        migrations.RunSQL(OWN, AGAIN),
        AppendOnly("catalog_stockmovement"),
        NeverEmptied("catalog_stockmovement"),
    ]
