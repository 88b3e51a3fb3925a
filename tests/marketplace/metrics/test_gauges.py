"""The gauges of the database: values, a fixed number of SQL statements, cached for some seconds."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError, connection
from prometheus_client import CollectorRegistry, generate_latest

from core import clock
from core.integrity import record_run
from core.models import Delivery, Event
from marketplace.metrics import gauges
from payments.models import BankFeed, PaymentIntent, WebhookDelivery
from payments.reconciliation.open_tasks import OpenTasks, TaskKind
from tests.payments.bank.helpers import make_feed, operators_account, reported

pytestmark = pytest.mark.django_db
STATEMENTS = 7


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    gauges.forget()
    yield
    gauges.forget()


def values() -> dict[str, float]:
    registry = CollectorRegistry()
    registry.register(gauges.DatabaseCollector())
    lines = generate_latest(registry).decode().splitlines()
    return {name: float(value) for line in lines if line[0] != "#" for name, value in [line.rsplit(" ", 1)]}


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_empty_shop_has_zero_gauges() -> None:
    result = values()
    assert result["choxa_database_up"] == 1
    assert result["choxa_worker_heartbeat_age_seconds"] == result["choxa_verify_age_seconds"] == float("inf")
    waiting = {name: value for name, value in result.items() if name.startswith(("choxa_waiting", "choxa_webhook"))}
    assert len(waiting) == 2 * len(TaskKind) + 3
    assert set(waiting.values()) == {0}


def test_gauges_take_seven_statements_and_are_kept_for_five_seconds(django_assert_num_queries, monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr(gauges, "monotonic", lambda: now[0])
    with django_assert_num_queries(STATEMENTS):
        first = values()
    record_run([{"invariant": "a", "ok": True}])
    now[0] += 4.9
    with django_assert_num_queries(0):
        assert values() == first
    now[0] += 0.2
    with django_assert_num_queries(STATEMENTS):
        assert values()["choxa_verify_checks"] == 1


def test_queue_shows_the_age_of_its_oldest_due_job() -> None:
    job = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) VALUES ('webhooks', 'x', %s, %s)"
    )
    run(job, "todo", clock.now() - timedelta(minutes=7))
    run(job, "todo", clock.now() + timedelta(hours=1))
    run(job, "failed", None)
    run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '3 seconds')")
    result = values()
    assert result['choxa_jobs_due{queue="webhooks"}'] == 1
    assert result['choxa_jobs_failed{queue="webhooks"}'] == 1
    assert 420 <= result['choxa_queue_age_seconds{queue="webhooks"}'] < 425
    assert 3 <= result["choxa_worker_heartbeat_age_seconds"] < 8


def test_failing_deliveries_are_counted() -> None:
    event = Event.objects.create(type="test.happened", payload={})
    for handler, attempts in (("a", 10), ("b", 0)):
        Delivery.objects.create(event=event, handler=handler, attempts=attempts, next_try_at=clock.now())
    result = values()
    assert (result["choxa_events_pending"], result["choxa_events_stuck"]) == (2, 1)
    assert 0 <= result["choxa_events_age_seconds"] < 5


def test_failing_and_overdue_webhooks_are_counted() -> None:
    rows = mock.Mock(aggregate=mock.Mock(return_value={"pending": 3, "failing": 2, "overdue": 1}))
    with mock.patch.object(WebhookDelivery.objects, "filter", return_value=rows) as filtered:
        result = values()
    filtered.assert_called_once_with(status="pending")
    assert [result[f'choxa_webhook_deliveries{{state="{state}"}}'] for state in ("pending", "failing", "overdue")] == [
        3, 2, 1,
    ]  # fmt: skip


def test_feed_shows_the_age_of_its_last_call() -> None:
    feed = make_feed(operators_account())
    reported(feed, "CX0000000000 tien hang", 55_000)
    BankFeed.objects.update(created_at=clock.now() - timedelta(days=9))
    name = f'choxa_bank_feed_silence_seconds{{feed="{feed.pk}",kind="sepay",owner="operator"}}'
    assert 0 <= values()[name] < 5
    gauges.forget()
    with mock.patch("core.clock.now", return_value=clock.now() + timedelta(days=3)):
        assert 3 * 86_400 <= values()[name] < 3 * 86_400 + 5
    BankFeed.objects.update(is_active=False)
    gauges.forget()
    assert name not in values()


def test_open_questions_are_counted_by_kind_with_their_age() -> None:
    intent = PaymentIntent(id="pi_1", amount=5_000, review=True, created_at=clock.now() - timedelta(hours=2))
    waiting = {TaskKind.REVIEW: OpenTasks(TaskKind.REVIEW, 1, intent.created_at)}
    with mock.patch("marketplace.metrics.gauges.waiting", return_value=waiting):
        result = values()
    assert result['choxa_waiting{kind="review"}'] == 1
    assert 7_200 <= result['choxa_waiting_age_seconds{kind="review"}'] < 7_205
    assert result['choxa_waiting{kind="unknown"}'] == 0
    kinds = set(re.findall(r'choxa_waiting\{kind="(\w+)"\}', " ".join(result)))
    assert kinds == {str(kind) for kind in TaskKind}
    assert kinds == set(re.findall(r'choxa_waiting_age_seconds\{kind="(\w+)"\}', " ".join(result)))


def test_last_verify_shows_its_age_and_what_failed() -> None:
    record_run([{"invariant": "a", "ok": False}, {"invariant": "b", "ok": True}])
    record_run([{"invariant": "a", "ok": True}, {"invariant": "b", "ok": False}, {"invariant": "c", "ok": False}])
    result = values()
    assert (result["choxa_verify_checks"], result["choxa_verify_failed_checks"]) == (3, 2)
    assert 0 <= result["choxa_verify_age_seconds"] < 5


def test_unreachable_database_is_reported_without_other_gauges() -> None:
    with (
        mock.patch("marketplace.metrics.gauges.waiting", side_effect=OperationalError("gone")),
        mock.patch("marketplace.metrics.gauges.connection.close"),
    ):
        assert values() == {"choxa_database_up": 0}
