"""The tests' databases: templates built once for a state of the migrations, and cheap clones of them.

A clone costs most of a second on a busy machine, where migrating costs ten. What a test has committed is taken out of
its clone again (`Stored`), from the tables that it wrote, which costs a tenth of another one. A template carries a
fingerprint of what it was built from, so a changed migration builds it anew.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Identifier, Literal

Build = Callable[[], None]


def fingerprint(*patterns: str) -> str:
    """A hash over the migrations, the libraries with migrations, and the files of the given patterns."""
    digest = hashlib.sha256(f"{version('django')} {version('procrastinate')}".encode())
    for pattern in ("*/migrations/*.py", *patterns):
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def admin() -> "psycopg.Connection[tuple]":
    """A connection to the maintenance database, so that ours can be dropped and created."""
    there = _to("postgres")
    there.autocommit = True
    return there


def use(name: str) -> None:
    """Point Django at the database of this name."""
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


# Waits until each connection has ended and has flushed its statistics.
_DISCONNECT = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = %s AND usename = current_user AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def drop(name: str) -> None:
    """Without WITH (FORCE), which needs the right to end a superuser's autovacuum; a plain DROP stops it itself."""
    connection.close()
    with admin() as server:
        for left in range(5, -1, -1):
            server.execute(_DISCONNECT, [name])
            try:
                server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
                return
            except psycopg.errors.ObjectInUse:  # a client has reconnected
                if not left:
                    raise


def clone(template: str, name: str) -> None:
    """Replace `name` by a fresh copy of `template`, and use it."""
    drop(name)
    with admin() as server:
        _copy(server, template, name)
    use(name)


def _copy(server: "psycopg.Connection[tuple]", template: str, name: str) -> None:
    """Create it by copying files, which the kernel does for the tests' server: six times faster than by the WAL."""
    copy = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    server.execute(copy.format(Identifier(name), Identifier(template)))


_SHAPE = """
SELECT (SELECT md5(string_agg(attrelid || attname::text || attisdropped::text || attnotnull::text, ' '
    ORDER BY attrelid, attnum)) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = {public}),
  (SELECT md5(string_agg(oid || tgname::text || tgenabled::text, ' ' ORDER BY oid)) FROM pg_trigger),
  (SELECT md5(string_agg(oid || conname::text, ' ' ORDER BY oid)) FROM pg_constraint WHERE connamespace = {public}),
  (SELECT md5(string_agg(oid || prosrc, ' ' ORDER BY oid)) FROM pg_proc WHERE pronamespace = {public})
""".format(public="'public'::regnamespace")
# Each table with values that change with every write: the counted rows, failed transactions included, and the file,
# which TRUNCATE replaces.
_TABLES = """
SELECT relname, (relfilenode, pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid)
  + pg_stat_get_tuples_deleted(oid))::text
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1
"""
_SEQUENCES = (
    "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences "
    "WHERE schemaname = 'public'"
)


class Stored:
    """The state of a fresh clone: rows, sequences and schema."""

    def __init__(self, kind: str) -> None:
        self.kind, self.name = kind, connection.settings_dict["NAME"]
        with _to(self.name) as there:
            self.shape = there.execute(_SHAPE).fetchone()
            self.tables = _tables(there)
            self.rows = {table: rows for table in self.tables if (rows := _rows(there, table))}
            self.sequences = SQL("SELECT ") + SQL(", ").join(
                SQL("setval({}, {}, {})").format(Literal(f'public."{name}"'), Literal(value), Literal(is_called))
                for name, value, is_called in there.execute(_SEQUENCES)
            )

    def restore(self) -> None:
        """Restore the state; by a new clone where the schema has changed or triggers cannot be disabled."""
        connection.close()
        try:
            with _to(self.name) as there:
                there.execute(_DISCONNECT, [self.name])
                there.execute("SET session_replication_role = replica")  # disables triggers and foreign keys
                if there.execute(_SHAPE).fetchone() == self.shape:
                    self._rewrite(there)
                    return
        except psycopg.errors.InsufficientPrivilege:  # an external server
            pass
        clone(template_of(self.kind), self.name)
        with _to(self.name) as there:
            self.tables = _tables(there)

    def _rewrite(self, there: "psycopg.Connection[tuple]") -> None:
        """Restore the rows of the tables that were written, and the sequences."""
        written = [table for table, state in _tables(there).items() if state != self.tables[table]]
        if written:
            there.execute(SQL(";").join(SQL("DELETE FROM {}").format(Identifier(table)) for table in written))
        for table in written:
            if table in self.rows:
                with there.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                    copy.write(self.rows[table])
        there.execute(self.sequences)
        there.execute("SELECT pg_stat_force_next_flush()")
        there.commit()  # flushes the statistics of these writes
        self.tables = _tables(there)


def _to(name: str) -> "psycopg.Connection[tuple]":
    """A separate connection; the block is a transaction that is committed."""
    there = connection.settings_dict
    return psycopg.connect(
        host=there["HOST"], port=there["PORT"] or 5432, user=there["USER"], password=there["PASSWORD"] or None,
        dbname=name, cursor_factory=psycopg.ClientCursor,
    )  # fmt: skip


def _tables(there: "psycopg.Connection[tuple]") -> dict[str, str]:
    return dict(there.execute(_TABLES).fetchall())


def _rows(there: "psycopg.Connection[tuple]", table: str) -> bytes:
    with there.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)


@contextmanager
def inside_copy(template: str) -> Iterator[None]:
    """Use a copy of `template` inside the block; afterwards it is dropped, and ours is used again.

    What is built in it stays for many tests, each of which changes it in a transaction that is rolled back.
    """
    ours = connection.settings_dict["NAME"]
    clone(template, f"{ours}_beside")
    try:
        yield
    finally:
        drop(f"{ours}_beside")
        use(ours)


def ensure_template(name: str, made_from: str, build: Build, *, base: str | None = None) -> None:
    """Build the template unless it exists and was built from `made_from`; concurrent workers wait for the first."""
    with admin() as server:
        server.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if server.execute(query, [name]).fetchone() == (made_from,):
            return
        drop(name)
        _copy(server, base or "template1", name)
        ours = connection.settings_dict["NAME"]
        use(name)
        try:
            build()
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the tests' server runs no autovacuum
        finally:
            use(ours)
        server.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), Literal(made_from)))


def bare_template() -> str:
    """The name of a database with all tables, empty except for tax rules and layouts of statements."""
    name = f"template_{settings.DATABASES['default']['TEST']['NAME']}"
    ensure_template(name, fingerprint("data/payments/*"), _make_tables)
    return name


def pilot_template() -> str:
    """The name of a database with all units and the pilot's data; its photos are in MEDIA_ROOT."""
    name = f"pilot_{settings.DATABASES['default']['TEST']['NAME']}"
    made_from = fingerprint(
        "data/units/*", "data/indicators/*", "data/pilot/**/*", "*/services/*.py", "*/*/services/*.py",
        "demo_data/*.py", "tests/settings.py",
    )  # fmt: skip
    ensure_template(name, made_from, _load_pilot, base=bare_template())
    return name


@dataclass(frozen=True)
class Ready:
    """A template of a run: the template it is built on, the function that fills it ("module:function"), and the first
    number of `tests.factories` meanwhile, so that it differs from those of the tests."""

    base: str | None
    build: str
    number_from: int


BARE, PILOT = "bare", "pilot"
# By kind; a test selects the database of a kind by the fixture `<kind>_database`.
READY = {
    "paid": Ready("market", "tests.market:sell", 25_000),
    "delivered": Ready("market", "tests.orders.returns.helpers:deliver", 26_000),
    "many_products": Ready("market", "tests.market:add_products", 27_000),
    "market": Ready(None, "tests.market:make", 20_000),
    "access": Ready(None, "tests.access.world:make", 30_000),
    "assortment": Ready(None, "tests.catalog.search.assortment:make", 31_000),
    "charges": Ready(None, "tests.payments.api.charges:make", 32_000),
    "units": Ready(None, "places.services.load_units:load_units", 0),
}


def template_of(kind: str) -> str:
    """The name of the template of a kind. It is built again for each run, because deadlines of orders pass."""
    if kind == BARE:
        return bare_template()
    if kind == PILOT:
        return pilot_template()
    ready = READY[kind]
    name = f"{kind}_{settings.DATABASES['default']['TEST']['NAME']}"
    run = os.environ.get("CHOXA_TEST_RUN", os.getpid())
    made_from = f"{fingerprint()} {run} {os.environ.get('ACCESS_SIDE', '')}"
    ensure_template(name, made_from, partial(_build, ready), base=template_of(ready.base or BARE))
    return name


def _build(ready: Ready) -> None:
    from tests import factories

    factories.number_from(ready.number_from)
    module, _colon, function = ready.build.partition(":")
    getattr(import_module(module), function)()


class Selected:
    """This worker's clones of the templates, created when a test first needs one. The clone in use is restored."""

    def __init__(self) -> None:
        self.prefix = ""
        self.expected = BARE
        self.stored: dict[str, Stored] = {}

    def open(self, prefix: str) -> None:
        self.prefix = prefix
        self.choose(self.expected)

    def choose(self, kind: str) -> None:
        """Use the clone of this kind, unless a fixture of a wider scope uses its own database."""
        self.expected = kind
        name = f"{self.prefix}_{kind}"
        ours = connection.settings_dict["NAME"]
        if not self.prefix or ours == name or (self.stored and ours not in self.stored):
            return
        if name in self.stored:
            use(name)
        else:
            clone(template_of(kind), name)
            self.stored[name] = Stored(kind)

    def restore(self) -> None:
        self.stored[connection.settings_dict["NAME"]].restore()

    def close(self) -> None:
        for name in self.stored:
            drop(name)
        self.prefix, self.stored = "", {}


selected = Selected()


def _make_tables() -> None:
    from marketplace import reference_data, tables

    tables.migrate()
    reference_data.load_payments_data()


def _load_pilot() -> None:
    call_command("load_pilot", verbosity=0)


if __name__ == "__main__":  # sequentially, before the run's workers need them
    django.setup()
    template_of("paid")
    if "--pilot" in sys.argv:
        pilot_template()
