"""The audit trail is held by the one function of every append-only table, and never emptied at a stroke."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

OWN = """
DROP TRIGGER accounts_audit_append_only ON accounts_auditentry;
DROP FUNCTION accounts_audit_is_append_only();
"""
AGAIN = """
CREATE FUNCTION accounts_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'accounts_auditentry is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER accounts_audit_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION accounts_audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_audit_append_only"), ("core", "0003_refuse_every_change")]
    operations = [
        migrations.RunSQL(OWN, AGAIN),
        AppendOnly("accounts_auditentry"),
        NeverEmptied("accounts_auditentry"),
    ]
