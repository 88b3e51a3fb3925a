"""Small tables stay small; rows that are still needed are kept."""

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate import sql

from core import clock
from core.cleanup import delete_old_answers, delete_old_events, delete_old_windows
from core.jobs import app
from core.models import Delivery, Event, IdempotentAnswer, Throttle


@pytest.mark.django_db
def test_windows_and_heartbeats_older_than_a_day_are_deleted() -> None:
    now = clock.now()
    for name, hours in (("old", -25), ("recent", -23), ("open", 1)):
        Throttle.objects.create(key=name, window_ends_at=now + timedelta(hours=hours), count=1)
    with connection.cursor() as cursor:
        for hours in (25, 23):
            stamp = int((now - timedelta(hours=hours)).timestamp())
            cursor.execute(
                "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp) VALUES ('t', %s)", [stamp]
            )
        delete_old_windows()
        cursor.execute("SELECT count(*) FROM procrastinate_periodic_defers WHERE task_name = 't'")
        assert cursor.fetchone() == (1,)
    assert set(Throttle.objects.values_list("key", flat=True)) == {"recent", "open"}


@pytest.mark.django_db
def test_idempotent_answers_are_deleted_after_a_month() -> None:
    for key, days in (("old", 31), ("recent", 29)):
        IdempotentAnswer.objects.create(scope="s", key=key, fingerprint="f", answer={})
        IdempotentAnswer.objects.filter(key=key).update(created_at=clock.now() - timedelta(days=days))
    delete_old_answers()
    assert list(IdempotentAnswer.objects.values_list("key", flat=True)) == ["recent"]


@pytest.mark.django_db
def test_old_delivered_unreferenced_events_are_deleted() -> None:
    now = clock.now()
    for name, days, done in (("old", 91, True), ("waiting", 91, False), ("recent", 89, True), ("kept", 91, True)):
        event = Event.objects.create(type=name, payload={})
        moment = now - timedelta(days=days)
        Event.objects.filter(pk=event.pk).update(created_at=moment)
        Delivery.objects.create(event=event, handler="h", next_try_at=moment, done_at=moment if done else None)
    Event.objects.create(type="unheard", payload={})
    delete_old_events(keep={"kept"})
    assert set(Event.objects.values_list("type", flat=True)) == {"waiting", "recent", "kept", "unheard"}
    assert set(Delivery.objects.values_list("event__type", flat=True)) == {"waiting", "recent"}


@pytest.mark.django_db
def test_jobs_are_deleted_on_success_or_a_month_after_failing() -> None:
    assert app.worker_defaults["delete_jobs"] == "successful"
    with connection.cursor() as cursor:
        for days in (31, 29):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) "
                "VALUES ('q', %s, 'failed') RETURNING id",
                [f"failed {days} days ago"],
            )
            job = cursor.fetchone()[0]
            cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job])
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at) "
                "VALUES (%s, 'failed', now() - %s * interval '1 day')",
                [job, days],
            )
        app.job_manager.connector.execute_query(
            sql.queries["delete_old_jobs"], nb_hours=720, queue=None, statuses=["succeeded", "failed"]
        )
        cursor.execute("SELECT task_name FROM procrastinate_jobs")
        assert cursor.fetchall() == [("failed 29 days ago",)]
