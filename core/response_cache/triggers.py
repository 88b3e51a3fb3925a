"""Migration operations: which columns of a table are shown to guests, and so add a change row when they change.

    operations = [Shown("catalog_photo", Scope.CATALOG, ["key", "alt", …]), …]

A transaction adds at most one row to a scope. It never waits for another transaction, since all of them only insert.
"""

from collections.abc import Sequence

from django.db.migrations import RunSQL

CHANNEL = "choxa_changes"
# The setting lasts as long as the transaction, and a rollback to a savepoint takes it back together with the row.
FUNCTION = f"""
CREATE FUNCTION core_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  recorded text := coalesce(current_setting('choxa.changed', true), '');
BEGIN
  IF strpos(recorded, TG_ARGV[0]) = 0 THEN
    PERFORM set_config('choxa.changed', recorded || ' ' || TG_ARGV[0], true);
    INSERT INTO core_change (scope, changes) VALUES (TG_ARGV[0], 1);
    PERFORM pg_notify('{CHANNEL}', '');
  END IF;
  RETURN NULL;
END $$;
"""  # noqa: S608


class Shown(RunSQL):
    """Record a change of `scope` where a row of `table` is inserted or deleted, or one of `columns` changes.

    `expressions` are shown instead of the columns they are made of; `{row}` is the row in them. `inserted=False`: a
    new row is not shown before a row of another table refers to it.
    """

    def __init__(
        self, table: str, scope: str, columns: Sequence[str], expressions: Sequence[str] = (), inserted: bool = True
    ) -> None:
        self.values = table, str(scope), tuple(columns), tuple(expressions), inserted
        shown = [f"{{row}}.{column}" for column in columns] + [*expressions]
        old, new = (", ".join(one.format(row=row) for one in shown) for row in ("OLD", "NEW"))
        insert = "INSERT OR DELETE OR TRUNCATE" if inserted else "TRUNCATE"
        super().__init__(
            f"CREATE TRIGGER {table}_shown AFTER UPDATE ON {table} FOR EACH ROW "
            f"WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION core_record_change('{scope}');"
            f"CREATE TRIGGER {table}_shown_rows AFTER {insert} ON {table} FOR EACH STATEMENT "
            f"EXECUTE FUNCTION core_record_change('{scope}');",
            f"DROP TRIGGER {table}_shown ON {table}; DROP TRIGGER {table}_shown_rows ON {table};",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return ("Shown", [*self.values], {})
