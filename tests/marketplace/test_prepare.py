"""A database migrated by newer software is refused; an unchanged one is not prepared again."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from unittest import mock

import pytest
from django.db import ProgrammingError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from psycopg.sql import SQL, Literal

from core.console import StartupError
from devserver import up
from marketplace import prepare, tables
from payments.ledger import chart
from payments.ledger.journal import post_entry
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_database_of_newer_software_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0099_later', now())")
    with pytest.raises(StartupError, match=r"newer software \(it has orders\.0099_later\)"):
        prepare.migrate()


@pytest.mark.parametrize(
    ("change", "is_refused"),
    [
        (lambda made_by: None, True),  # before the database noted by what it was made
        (lambda made_by: made_by | {"orders": "of another time"}, True),
        (lambda made_by: made_by | {"a_room_of_others": "x"}, True),
        (lambda made_by: {room: value for room, value in made_by.items() if room != "orders"}, False),  # a new room
        (lambda made_by: made_by, False),
    ],
)
def test_database_made_by_other_first_migrations_is_refused(change: Callable, is_refused: bool) -> None:
    note = change(tables.first_migrations())
    with connection.cursor() as cursor:
        words = Literal(note and json.dumps(note))
        cursor.execute(SQL("COMMENT ON TABLE django_migrations IS {}").format(words))
    assert tables.is_incompatible() is is_refused
    with pytest.raises(StartupError, match="made by another version") if is_refused else nullcontext():
        prepare.migrate()


def test_empty_database_is_compatible() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO no_migrations")
    assert not tables.is_incompatible()


@pytest.mark.parametrize(
    ("production", "archives", "is_incompatible", "is_moved"),
    [
        (False, False, True, True),
        (False, False, False, False),
        (True, False, True, False),
        (False, True, True, False),
    ],
)
def test_only_an_incompatible_database_of_the_demo_is_moved_aside(
    settings, monkeypatch, capsys, production: bool, archives: bool, is_incompatible: bool, is_moved: bool
) -> None:
    settings.PRODUCTION = production
    server = mock.Mock(
        archives=archives, **{"move_aside.return_value": "/kept", "start.return_value": "postgres://new"}
    )
    with mock.patch("devserver.database.use") as used:
        up.replace_incompatible(server, lambda: is_incompatible)
    assert server.move_aside.called is is_moved
    assert used.call_args_list == ([mock.call("postgres://new")] if is_moved else [])
    assert ("được giữ nguyên ở /kept" in capsys.readouterr().out) is is_moved


def test_reference_data_is_loaded_once(settings, tmp_path) -> None:
    settings.HOME = tmp_path
    with mock.patch("marketplace.reference_data.load_reference_data") as load:
        with mock.patch("marketplace.reference_data.is_loaded", return_value=True):
            prepare.load_reference_data()
            prepare.load_reference_data()
        assert load.call_count == 1
        prepare.load_reference_data()  # the bare database has no unit: it was lost
    assert load.call_count == 2


def test_migrated_database_runs_no_migration() -> None:
    with mock.patch("marketplace.tables.call_command") as called:
        prepare.migrate()
    assert called.call_count == 0


@pytest.mark.parametrize(
    "error",
    [
        ProgrammingError("permission denied for schema public"),
        ProgrammingError("must be owner of table orders_order"),
        MigrationSchemaMissing("Unable to create the django_migrations table (permission denied for schema public)"),
    ],
)
def test_role_without_table_rights_is_explained(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(tables, "lacks_migrations", lambda: True)
    monkeypatch.setattr(tables, "call_command", mock.Mock(side_effect=error))
    with pytest.raises(StartupError, match="set CHOXA_DATABASE_OWNER_URL"):
        prepare.migrate()


def test_other_migration_errors_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "lacks_migrations", lambda: True)
    monkeypatch.setattr(tables, "call_command", mock.Mock(side_effect=ProgrammingError("syntax error")))
    with pytest.raises(ProgrammingError, match="syntax error"):
        prepare.migrate()


def test_home_folder_is_created(settings, tmp_path) -> None:
    settings.HOME = tmp_path / "new"

    def stop() -> None:
        raise StartupError("dừng", "stop")

    with pytest.raises(StartupError, match="stop"):
        prepare.prepare(stop)
    assert settings.HOME.is_dir()


def test_production_loads_no_pilot_data(settings) -> None:
    settings.PRODUCTION = True
    with mock.patch("marketplace.prepare.seed_pilot") as called:
        prepare.load_pilot()
    assert called.call_count == 0


def test_static_files_are_collected_once(settings, tmp_path) -> None:
    settings.HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    prepare.collect_static()
    assert (tmp_path / "static" / "choxa.css").exists()
    with mock.patch("marketplace.prepare.call_command") as called:
        prepare.collect_static()
    assert called.call_count == 0


@pytest.mark.parametrize(("production", "words"), [(True, "holds the demo"), (False, "holds real money")])
def test_demo_and_real_payments_cannot_share_a_database(settings, production: bool, words: str) -> None:
    prepare.refuse_other_market()
    if production:
        make_user(is_demo=True)
    else:
        lines = [(chart.platform_account(chart.PROVIDER_VNPAY), 5), (chart.platform_account(chart.REFUNDS_TRANSIT), -5)]
        post_entry(reason="test", reason_ref="x", livemode=True, lines=lines)
    settings.PRODUCTION = production
    with pytest.raises(StartupError, match=words):
        prepare.refuse_other_market()
    settings.PRODUCTION = not production
    prepare.refuse_other_market()
