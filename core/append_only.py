"""Tables whose rows are never changed or deleted: held by the database, for every room by one function.

In a migration: `operations = [AppendOnly("payments_taxentry"), …]`. Columns named in `but` may still be updated (a
decision added later); nothing of a row may ever be deleted.
"""

from collections.abc import Sequence

from django.db.migrations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  may_change text[] := TG_ARGV;
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) - may_change) = (to_jsonb(NEW) - may_change) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


class AppendOnly(RunSQL):
    """Refuse UPDATE (but of the columns `but`) and DELETE on a table."""

    def __init__(self, table: str, but: Sequence[str] = ()) -> None:
        self.table, self.but = table, tuple(but)
        columns = ", ".join(f"'{column}'" for column in self.but)
        super().__init__(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION core_refuse_change({columns});",
            f"DROP TRIGGER {table}_append_only ON {table};",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return ("AppendOnly", [self.table], {"but": self.but} if self.but else {})
