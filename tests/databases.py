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
    """A hash over the migrations, the libraries that bring their own, and the files of the given patterns."""
    digest = hashlib.sha256(f"{version('django')} {version('procrastinate')}".encode())
    for pattern in ("*/migrations/*.py", *patterns):
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def admin() -> "psycopg.Connection[tuple]":
    """A connection to the server beside our own database, so that ours may be dropped and made."""
    there = _to("postgres")
    there.autocommit = True
    return there


def use(name: str) -> None:
    """Point Django at the database of this name."""
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


# Waits until each is gone, and with it has written down what it counted.
_DISCONNECT = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = %s AND usename = current_user AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def drop(name: str) -> None:
    """Not WITH (FORCE): that wants the right to end a superuser's autovacuum, which a plain DROP stops itself."""
    connection.close()
    with admin() as server:
        for left in range(5, -1, -1):
            server.execute(_DISCONNECT, [name])
            try:
                server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
                return
            except psycopg.errors.ObjectInUse:  # someone came back in between
                if not left:
                    raise


def clone(template: str, name: str) -> None:
    """Make `name` a fresh copy of `template`, whatever it was before, and use it."""
    drop(name)
    with admin() as server:
        _copy(server, template, name)
    use(name)


def _copy(server: "psycopg.Connection[tuple]", template: str, name: str) -> None:
    """By its files, which the tests' server lets the kernel copy: a sixth of what copying through the log costs."""
    copy = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    server.execute(copy.format(Identifier(name), Identifier(template)))


_SHAPE = """
SELECT (SELECT md5(string_agg(attrelid || attname::text || attisdropped::text || attnotnull::text, ' '
    ORDER BY attrelid, attnum)) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = {public}),
  (SELECT md5(string_agg(oid || tgname::text || tgenabled::text, ' ' ORDER BY oid)) FROM pg_trigger),
  (SELECT md5(string_agg(oid || conname::text, ' ' ORDER BY oid)) FROM pg_constraint WHERE connamespace = {public}),
  (SELECT md5(string_agg(oid || prosrc, ' ' ORDER BY oid)) FROM pg_proc WHERE pronamespace = {public})
""".format(public="'public'::regnamespace")
# Each table with what changes when it is written: rows counted, also those of a transaction that failed; its file,
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
    """What a fresh clone holds: rows, where its sequences stand, and its shape."""

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
        """Make it as it was; by a new clone where its shape has changed or triggers cannot be passed by."""
        connection.close()
        try:
            with _to(self.name) as there:
                there.execute(_DISCONNECT, [self.name])
                there.execute("SET session_replication_role = replica")  # no trigger and no foreign key asks
                if there.execute(_SHAPE).fetchone() == self.shape:
                    self._rewrite(there)
                    return
        except psycopg.errors.InsufficientPrivilege:  # a server of somebody's own
            pass
        clone(template_of(self.kind), self.name)
        with _to(self.name) as there:
            self.tables = _tables(there)

    def _rewrite(self, there: "psycopg.Connection[tuple]") -> None:
        """Put back the rows of the tables that were written since, and the sequences."""
        written = [table for table, state in _tables(there).items() if state != self.tables[table]]
        if written:
            there.execute(SQL(";").join(SQL("DELETE FROM {}").format(Identifier(table)) for table in written))
        for table in written:
            if table in self.rows:
                with there.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                    copy.write(self.rows[table])
        there.execute(self.sequences)
        there.execute("SELECT pg_stat_force_next_flush()")
        there.commit()  # counts what this has written
        self.tables = _tables(there)


def _to(name: str) -> "psycopg.Connection[tuple]":
    """A connection of our own, in a transaction that its block commits."""
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
    """In a copy of `template` for a while; then it is dropped, and ours used again.

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
    """Build the template unless it stands as `made_from`; workers that come at once wait for the first."""
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
                cursor.execute("ANALYZE")  # nobody else does: the tests' server runs no autovacuum
        finally:
            use(ours)
        server.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), Literal(made_from)))


def bare_template() -> str:
    """The name of a database with every table, and nothing in them but tax rules and layouts of statements."""
    name = f"template_{settings.DATABASES['default']['TEST']['NAME']}"
    ensure_template(name, fingerprint("data/payments/*"), _make_tables)
    return name


def pilot_template() -> str:
    """The name of a database with all units and the pilot's data in it; its photos lie in MEDIA_ROOT."""
    name = f"pilot_{settings.DATABASES['default']['TEST']['NAME']}"
    made_from = fingerprint(
        "data/units/*", "data/indicators/*", "data/pilot/**/*", "*/services/*.py", "*/*/services/*.py",
        "demo_data/*.py", "tests/settings.py",
    )  # fmt: skip
    ensure_template(name, made_from, _load_pilot, base=bare_template())
    return name


@dataclass(frozen=True)
class Ready:
    """What stands in a template of a run: on which other one it builds, what makes it ("module:function"), and from
    which number on `tests.factories` counts meanwhile, apart from what the tests themselves make."""

    base: str | None
    build: str
    number_from: int


BARE, PILOT = "bare", "pilot"
# By kind; a test that wants the database of a kind asks for the fixture `<kind>_database`, which only names it.
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
    """The name of the template of a kind. Deadlines of orders pass: it is built anew for each run."""
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
    """This worker's clones of the templates, made when a test first asks for one; the one in use is restored."""

    def __init__(self) -> None:
        self.prefix = ""
        self.expected = BARE
        self.stored: dict[str, Stored] = {}

    def open(self, prefix: str) -> None:
        self.prefix = prefix
        self.choose(self.expected)

    def choose(self, kind: str) -> None:
        """Use the clone of this kind, unless a fixture of a wider scope works in a database of its own."""
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


if __name__ == "__main__":  # one after the other, before the run's workers ask for them
    django.setup()
    template_of("paid")
    if "--pilot" in sys.argv:
        pilot_template()
