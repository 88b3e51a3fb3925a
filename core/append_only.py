"""Append-only tables: one trigger function of the database refuses changes and deletions, for every room.

In a migration: `operations = [AppendOnly("payments_taxentry"), NeverEmptied("payments_taxentry"), …]`. Columns named in
`but` may still be updated (a decision added later). No row can be deleted, and the table cannot be emptied.
"""

from collections.abc import Sequence

from django.db.migrations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  may_change text[] := TG_ARGV;
BEGIN
  IF TG_OP = 'UPDATE' AND TG_NARGS > 0 AND (to_jsonb(OLD) - may_change) = (to_jsonb(NEW) - may_change) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


class NeverEmptied(RunSQL):
    """Refuse TRUNCATE on a table: row triggers do not run for it, and Django's `flush` uses it."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();",
            f"DROP TRIGGER {table}_never_emptied ON {table};",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return ("NeverEmptied", [self.table], {})


class AppendOnly(RunSQL):
    """Refuse DELETE on a table, and UPDATE except of the columns `but`. `function`: a room's own trigger function."""

    def __init__(self, table: str, but: Sequence[str] = (), function: str = "core_refuse_change") -> None:
        self.table, self.but = table, tuple(but)
        columns = ", ".join(f"'{column}'" for column in self.but)
        super().__init__(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}({columns});",
            f"DROP TRIGGER {table}_append_only ON {table};",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return ("AppendOnly", [self.table], {"but": self.but} if self.but else {})
