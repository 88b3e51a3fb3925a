"""Foreign keys are checked by the statement that writes them; before, at COMMIT. New ones are so by the database backend.

Those of procrastinate are its own.
"""

from django.db import migrations

AT_ONCE = """
DO $$
DECLARE one record;
BEGIN
  FOR one IN
    SELECT conrelid::regclass AS referring, conname FROM pg_constraint
    WHERE contype = 'f' AND condeferred AND connamespace = current_schema()::regnamespace
      AND conrelid::regclass::text !~ '^procrastinate'
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY IMMEDIATE', one.referring, one.conname);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_guards"), ("payments", "0004_unmatched_transfers")]
    operations = [migrations.RunSQL(AT_ONCE, migrations.RunSQL.noop)]
