"""A database that newer software changed is refused, and what did not change is not done again."""

from unittest import mock

import pytest
from django.db import ProgrammingError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing

from core.console import StartupError
from marketplace import prepare
from payments import chart
from payments.services.post import post
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_database_of_newer_software() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0099_later', now())")
    with pytest.raises(StartupError, match=r"newer software \(it has orders\.0099_later\)"):
        prepare.migrate()


def test_nothing_to_migrate() -> None:
    with mock.patch("marketplace.prepare.call_command") as called:
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
def test_a_role_that_may_not_change_tables(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(prepare, "lacks_migrations", lambda: True)
    monkeypatch.setattr(prepare, "call_command", mock.Mock(side_effect=error))
    with pytest.raises(StartupError, match="set CHOXA_DATABASE_OWNER_URL"):
        prepare.migrate()


def test_another_fault_of_a_migration_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "lacks_migrations", lambda: True)
    monkeypatch.setattr(prepare, "call_command", mock.Mock(side_effect=ProgrammingError("syntax error")))
    with pytest.raises(ProgrammingError, match="syntax error"):
        prepare.migrate()


def test_the_home_is_made(settings, tmp_path) -> None:
    settings.HOME = tmp_path / "new"

    def stop() -> None:
        raise StartupError("dừng", "stop")

    with pytest.raises(StartupError, match="stop"):
        prepare.prepare(stop)
    assert settings.HOME.is_dir()


def test_production_never_loads_the_pilot(settings) -> None:
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
def test_the_demo_and_real_money_never_share_a_database(settings, production: bool, words: str) -> None:
    prepare.refuse_other_market()
    if production:
        make_user(is_demo=True)
    else:
        lines = [(chart.one(chart.PROVIDER_VNPAY), 5), (chart.one(chart.REFUNDS_TRANSIT), -5)]
        post(cause="test", cause_ref="x", livemode=True, lines=lines)
    settings.PRODUCTION = production
    with pytest.raises(StartupError, match=words):
        prepare.refuse_other_market()
    settings.PRODUCTION = not production
    prepare.refuse_other_market()
