"""/healthz says 200 only when web, database and worker are ready, and else names what is not."""

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


def test_ready() -> None:
    set_worker_heartbeat("5 seconds")
    assert ask() == (200, b'{"status":"ok"}')


def test_no_worker() -> None:
    assert ask() == (503, b'{"status":"not ready","waiting_for":["worker"]}')


def test_a_worker_that_fell_silent() -> None:
    set_worker_heartbeat("11 seconds")
    assert ask() == (503, b'{"status":"not ready","waiting_for":["worker"]}')


def test_a_request_that_hangs_for_a_minute_is_a_missing_web() -> None:
    set_worker_heartbeat("1 second")
    assert Client().get("/healthz", **{AT_WORK: 59.0}).status_code == 200
    answer = Client().get("/healthz", **{AT_WORK: 61.0})
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "waiting_for": ["web"]})


def test_migrations_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    with mock.patch("marketplace.health.lacks_migrations", return_value=True):
        assert ask() == (503, b'{"status":"not ready","waiting_for":["migrations"]}')


def test_no_database() -> None:
    with (
        mock.patch("marketplace.health.worker_lives", side_effect=OperationalError("gone")),
        mock.patch("marketplace.health.connection.close"),
    ):
        assert ask() == (503, b'{"status":"not ready","waiting_for":["database"]}')


def test_production_answers_whatever_the_host(settings) -> None:
    settings.ALLOWED_HOSTS = ["shop.example"]
    settings.SECURE_SSL_REDIRECT = True
    set_worker_heartbeat("1 second")
    assert ask() == (200, b'{"status":"ok"}')


def test_a_database_that_cannot_write() -> None:
    set_worker_heartbeat("1 second")
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert ask() == (503, b'{"status":"not ready","waiting_for":["database"]}')
