"""The database of each released version, with rows, is migrated to today's tables, and every invariant holds."""

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from psycopg.sql import SQL, Identifier

from accounts.models import User
from core.integrity import check_integrity
from marketplace import prepare, tables
from marketplace.backup import postgres
from payments.models import JournalEntry
from tests import databases
from tools.release_dump import FOLDER, SUFFIX

DUMPS = sorted(FOLDER.glob(f"*{SUFFIX}"))


@pytest.fixture
def empty_database(transactional_db: None, settings, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    ours = connection.settings_dict["NAME"]
    name = f"{ours}_released"
    databases.drop(name)
    with databases.admin() as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    databases.use(name)
    yield
    databases.drop(name)
    databases.use(ours)


@pytest.mark.parametrize("path", DUMPS, ids=[path.name.removesuffix(SUFFIX) for path in DUMPS])
def test_dump_of_a_release_is_migrated_and_every_invariant_holds(
    path: Path, empty_database: None, tmp_path: Path
) -> None:
    plain = tmp_path / "dump"
    plain.write_bytes(lzma.decompress(path.read_bytes()))
    postgres.restore(plain)
    before = _counts()
    assert before["orders_order"] > 100
    assert before["payments_journalentry"] > 100
    assert len([table for table, rows in before.items() if rows]) > 60
    prepare.migrate()
    prepare.refuse_other_market()
    prepare.load_reference_data()
    assert tables.lacks_migrations() is False
    after = _counts()
    lost = {table: rows for table, rows in before.items() if table in after and after[table] < rows}
    assert lost == {}
    assert [result for result in check_integrity() if not result["ok"]] == []
    assert User.objects.filter(is_demo=True).exists()
    assert JournalEntry.objects.exists()
    assert Client().get("/").status_code == 200


def test_every_release_has_a_dump() -> None:
    """A tag without one could be migrated by nobody's test."""
    released = {line.split("[")[1].split("]")[0] for line in _changelog() if line.startswith("## [")}
    assert {f"v{version}" for version in released} <= {path.name.removesuffix(SUFFIX) for path in DUMPS}


def _changelog() -> list[str]:
    return (FOLDER.parents[2] / "CHANGELOG.md").read_text().splitlines()


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counts = {}
        for name in sorted(names):
            cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier(name)))
            counts[name] = cursor.fetchone()[0]
    return counts
