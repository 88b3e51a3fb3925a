"""A database that newer software changed is refused, and what did not change is not done again."""

from unittest import mock

import pytest
from django.db import connection

from marketplace.embedded import prepare
from marketplace.embedded.say import CannotStart

pytestmark = pytest.mark.django_db


def test_a_database_of_newer_software() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0099_later', now())")
    with pytest.raises(CannotStart, match=r"newer software \(it has orders\.0099_later\)"):
        prepare.migrate()


def test_nothing_to_migrate() -> None:
    with mock.patch("marketplace.embedded.prepare.call_command") as called:
        prepare.migrate()
    assert called.call_count == 0


def test_production_never_loads_the_pilot(settings) -> None:
    settings.PRODUCTION = True
    with mock.patch("marketplace.embedded.prepare.call_command") as called:
        prepare.load_pilot()
    assert called.call_count == 0


def test_static_files_are_collected_once(settings, tmp_path) -> None:
    settings.HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    prepare.collect_static()
    assert (tmp_path / "static" / "choxa.css").exists()
    with mock.patch("marketplace.embedded.prepare.call_command") as called:
        prepare.collect_static()
    assert called.call_count == 0
