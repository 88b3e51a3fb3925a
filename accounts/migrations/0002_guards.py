"""What the database itself holds: an append-only audit trail, and session epochs that only rise."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

USER, USER_LABEL = "accounts_user", "accounts.User"
AUDIT = "accounts_auditentry"
EPOCH, ACTIVE, ERASED = "session_epoch", "is_active", "erased_at"

# A user that is deactivated loses every session; an epoch never falls back to one that was valid before.
RAISE_EPOCH = f"""
CREATE FUNCTION accounts_raise_session_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.{EPOCH} := GREATEST(NEW.{EPOCH}, OLD.{EPOCH} + (OLD.{ACTIVE} AND NOT NEW.{ACTIVE})::int);
  RETURN NEW;
END $$;
CREATE TRIGGER accounts_session_epoch BEFORE UPDATE ON {USER}
FOR EACH ROW WHEN (NEW.{EPOCH} < OLD.{EPOCH} OR (OLD.{ACTIVE} AND NOT NEW.{ACTIVE}))
EXECUTE FUNCTION accounts_raise_session_epoch();
"""
NO_EPOCH = f"""
DROP TRIGGER accounts_session_epoch ON {USER};
DROP FUNCTION accounts_raise_session_epoch();
"""

# Two exceptions to append-only: sign-ins of more than a year ago are deleted, and the personal facts of an erased user
# are removed. Nothing else of an entry changes, whoever connects: the function compares both versions of the row.
REFUSE_CHANGE = f"""
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
     AND EXISTS (SELECT FROM {USER}
                 WHERE {ERASED} IS NOT NULL AND OLD.object_ref = '{USER_LABEL}:' || id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("core", "0002_guards")]
    operations = [
        migrations.RunSQL(RAISE_EPOCH, NO_EPOCH),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION accounts_audit_refuse_change();"),
        AppendOnly(AUDIT, function="accounts_audit_refuse_change"),
        NeverEmptied(AUDIT),
    ]
