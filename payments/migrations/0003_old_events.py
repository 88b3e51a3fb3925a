"""Events of the API can be deleted after 30 days, with their deliveries' attempts, and reduced to the id of their object
when a person is erased. Nothing else of them changes.
"""

from django.db import migrations

EVENT, DELIVERY, ATTEMPT = "payments_apievent", "payments_webhookdelivery", "payments_deliveryattempt"
OLD = "created_at < now() - interval '30 days'"

# The exceptions to append-only: DELETE of an old event and of an attempt to deliver it, and UPDATE of an event's data to
# the id and type of its object.
REFUSE_CHANGE = f"""
CREATE FUNCTION payments_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.{OLD} THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data' AND NEW.data = jsonb_build_object(
    'object', jsonb_build_object('id', OLD.data #> '{{object,id}}', 'object', OLD.data #> '{{object,object}}')
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION payments_attempt_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT FROM {DELIVERY} d JOIN {EVENT} e ON e.id = d.event_id WHERE d.id = OLD.delivery_id AND e.{OLD}
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
FUNCTIONS = {EVENT: "payments_event_refuse_change", ATTEMPT: "payments_attempt_refuse_change"}


def _triggers(functions: dict[str, str]) -> str:
    return "".join(
        f"DROP TRIGGER {table}_append_only ON {table};\n"
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}();\n"
        for table, function in functions.items()
    )


# The encrypted text of a stored answer is named as every other one, so that a new key reaches it, too.
RENAME = """
UPDATE core_idempotentanswer SET answer = answer - '{old}' || jsonb_build_object('{new}', answer -> '{old}')
WHERE answer ? '{old}';
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_guards"), ("core", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE_CHANGE, "".join(f"DROP FUNCTION {name}();" for name in FUNCTIONS.values())),
        migrations.RunSQL(_triggers(FUNCTIONS), _triggers(dict.fromkeys(FUNCTIONS, "core_refuse_change"))),
        migrations.RunSQL(
            RENAME.format(old="sealed", new="encrypted"), RENAME.format(old="encrypted", new="sealed")
        ),
    ]
