"""The audit trail stays append-only but for two rules: old sign-ins go, and an erased person's own facts are taken out.

Nothing else of a line changes, whoever connects: the database compares both versions.
"""

from django.db import migrations, models

RULE = """
CREATE FUNCTION accounts_audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person text[] := ARRAY['phone', 'email', 'full_name', 'network', 'browser'];
BEGIN
  IF TG_OP = 'DELETE' AND OLD.action IN ('user.sign_in', 'user.sign_in_failed')
     AND OLD.at < now() - interval '12 months' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW."before" = OLD."before" - person AND NEW."after" = OLD."after" - person
     AND to_jsonb(NEW) - ARRAY['before', 'after'] = to_jsonb(OLD) - ARRAY['before', 'after']
     AND EXISTS (SELECT FROM accounts_user
                 WHERE erased_at IS NOT NULL AND OLD.object_ref = 'accounts.User:' || id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER accounts_auditentry_append_only ON accounts_auditentry;
CREATE TRIGGER accounts_auditentry_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION accounts_audit_refuse_change();
"""
BACK = """
DROP TRIGGER accounts_auditentry_append_only ON accounts_auditentry;
CREATE TRIGGER accounts_auditentry_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
DROP FUNCTION accounts_audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_second_factor")]
    operations = [
        migrations.AddField("user", "erased_at", models.DateTimeField(null=True)),
        migrations.RunSQL(RULE, BACK),
    ]
