"""/healthz answers 200 only when web, database and worker are ready, and otherwise names what is not."""

from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client

from core.http.rsgi import AT_WORK
from marketplace import health

pytestmark = pytest.mark.django_db


def set_worker_heartbeat(ago: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)", [ago])


def ask() -> tuple[int, bytes]:
    # As a machine asks: by an address that is nobody's name.
    answer = Client().get("/healthz", headers={"host": "10.0.0.7"})
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.content


def test_ready_shop_is_200() -> None:
    set_worker_heartbeat("5 seconds")
    assert ask() == (200, b'{"status":"ok"}')


def test_process_that_cannot_learn_of_changes_is_200_and_degraded(monkeypatch: pytest.MonkeyPatch) -> None:
    set_worker_heartbeat("5 seconds")
    monkeypatch.setattr(health.listener, "is_lost", True)
    assert ask() == (200, b'{"status":"ok","degraded":["cache"]}')


def test_missing_worker_is_503() -> None:
    assert ask() == (503, b'{"status":"not ready","waiting_for":["worker"]}')


def test_worker_with_an_old_heartbeat_is_503() -> None:
    set_worker_heartbeat("11 seconds")
    assert ask() == (503, b'{"status":"not ready","waiting_for":["worker"]}')


def test_request_hanging_for_a_minute_is_503() -> None:
    set_worker_heartbeat("1 second")
    assert Client().get("/healthz", **{AT_WORK: 59.0}).status_code == 200
    answer = Client().get("/healthz", **{AT_WORK: 61.0})
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "waiting_for": ["web"]})


def test_missing_migrations_are_503(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    with mock.patch("marketplace.health.lacks_migrations", return_value=True):
        assert ask() == (503, b'{"status":"not ready","waiting_for":["migrations"]}')


def test_unreachable_database_is_503() -> None:
    with (
        mock.patch("marketplace.health.worker_lives", side_effect=OperationalError("gone")),
        mock.patch("marketplace.health.connection.close"),
    ):
        assert ask() == (503, b'{"status":"not ready","waiting_for":["database"]}')


def test_probe_is_answered_for_any_host(settings) -> None:
    settings.ALLOWED_HOSTS = ["shop.example"]
    settings.SECURE_SSL_REDIRECT = True
    set_worker_heartbeat("1 second")
    assert ask() == (200, b'{"status":"ok"}')


def test_read_only_database_is_503() -> None:
    set_worker_heartbeat("1 second")
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert ask() == (503, b'{"status":"not ready","waiting_for":["database"]}')
