"""The gauges that Prometheus reads from the database: seven statements, cached for a few seconds in each worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import inf
from threading import Lock
from time import monotonic

from django.db import DatabaseError, connection
from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core import clock
from core.integrity import STUCK_AFTER
from core.models import Delivery, IntegrityRun
from frontend.office.tasks.queries import waiting
from payments.bank.feeds import CALLING
from payments.base.mode import livemode
from payments.models import BankFeed, DeliveryStatus, WebhookDelivery
from payments.reconciliation.open_tasks import TaskKind

MAX_AGE = 5.0  # seconds: scrapes of several servers cost no more statements
OVERDUE = timedelta(minutes=10)  # a webhook attempt that is overdue by this much is not being made
FAILING_AFTER = 5  # failed attempts of a webhook
_WORKERS = """
SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers WHERE last_heartbeat > '-infinity'
"""
_JOBS = """
SELECT queue_name, count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'failed'),
       coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, (
           SELECT min(at) FROM procrastinate_events WHERE job_id = procrastinate_jobs.id
       ))) FILTER (WHERE status = 'todo')), 0)
FROM procrastinate_jobs
WHERE status = 'failed' OR status = 'todo' AND coalesce(scheduled_at, '-infinity') <= now()
GROUP BY queue_name ORDER BY queue_name
"""

_Rows = dict[tuple[str, ...], float]
_lock = Lock()
_cached: tuple[float, list[Metric]] | None = None


class DatabaseCollector(Collector):
    """The gauges, at most `MAX_AGE` seconds old."""

    def collect(self) -> Iterator[Metric]:
        global _cached
        with _lock:
            if _cached is None or monotonic() - _cached[0] > MAX_AGE:
                _cached = monotonic(), _read()
            yield from _cached[1]


def forget() -> None:
    """Discard the cache."""
    global _cached
    _cached = None


def _read() -> list[Metric]:
    """All gauges; only `database_up` if the database is unreachable."""
    try:
        gauges = [*_queues(), *_events(), *_webhooks(), *_feeds(), *_waiting(), *_verify()]
    except DatabaseError:
        connection.close()
        return [_gauge("choxa_database_up", "Whether the database answered.", 0)]
    return [_gauge("choxa_database_up", "Whether the database answered.", 1), *gauges]


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def _labelled(name: str, words: str, labels: list[str], rows: _Rows) -> Metric:
    family = GaugeMetricFamily(name, words, labels=labels)
    for values, value in rows.items():
        family.add_metric(values, value)
    return family


def _seconds_since(moment: datetime | None) -> float:
    return max((clock.now() - moment).total_seconds(), 0) if moment else 0


def _queues() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS)
        heartbeat = cursor.fetchone()[0]
        cursor.execute(_JOBS)
        rows = cursor.fetchall()
    age_of_worker = inf if heartbeat is None else float(heartbeat)
    yield _gauge("choxa_worker_heartbeat_age_seconds", "Since a job worker last said that it lives.", age_of_worker)
    due: _Rows = {("default",): 0} | {(queue,): waiting for queue, waiting, _failed, _age in rows}
    failed: _Rows = {("default",): 0} | {(queue,): failures for queue, _waiting, failures, _age in rows}
    age: _Rows = {("default",): 0} | {(queue,): float(oldest) for queue, _waiting, _failed, oldest in rows}
    yield _labelled("choxa_jobs_due", "Jobs that are due and not taken.", ["queue"], due)
    yield _labelled("choxa_jobs_failed", "Jobs that failed in the last 30 days.", ["queue"], failed)
    yield _labelled("choxa_queue_age_seconds", "Age of the oldest due job.", ["queue"], age)


def _events() -> Iterator[Metric]:
    counts = Delivery.objects.filter(done_at=None).aggregate(
        pending=Count("pk"), stuck=Count("pk", filter=Q(attempts__gte=STUCK_AFTER)), oldest=Min("event__created_at")
    )
    yield _gauge("choxa_events_pending", "Deliveries of events inside the shop that are not done.", counts["pending"])
    yield _gauge("choxa_events_stuck", f"Those that failed {STUCK_AFTER} times or more.", counts["stuck"])
    yield _gauge("choxa_events_age_seconds", "Age of the oldest event not delivered.", _seconds_since(counts["oldest"]))


def _webhooks() -> Iterator[Metric]:
    now = clock.now()
    counts = WebhookDelivery.objects.filter(status=DeliveryStatus.PENDING).aggregate(
        pending=Count("pk"),
        failing=Count("pk", filter=Q(tries__gte=FAILING_AFTER)),
        overdue=Count("pk", filter=Q(next_try_at__lt=now - OVERDUE)),
    )
    rows: _Rows = {(state,): counts[state] for state in ("pending", "failing", "overdue")}
    yield _labelled(
        "choxa_webhook_deliveries",
        f"Webhook deliveries not taken yet: all, those tried {FAILING_AFTER} times or more, those not tried when due.",
        ["state"],
        rows,
    )


def _feeds() -> Iterator[Metric]:
    feeds = BankFeed.objects.filter(is_active=True, kind__in=CALLING, account__livemode=livemode())
    with_last = feeds.annotate(last=Coalesce(Max("notifications__at"), F("created_at"))).order_by("pk")
    rows: _Rows = {
        (str(pk), kind, "seller" if payee else "operator"): _seconds_since(last)
        for pk, kind, payee, last in with_last.values_list("pk", "kind", "account__payee", "last")
    }
    yield _labelled(
        "choxa_bank_feed_silence_seconds", "Since a bank feed last told of a transfer.", ["feed", "kind", "owner"], rows
    )


def _waiting() -> Iterator[Metric]:
    counts = waiting()
    yield _labelled(
        "choxa_waiting",
        "What waits for a person of the operator, by kind: open questions, unknown refunds, approvals …",
        ["kind"],
        {(kind,): counts[kind].count if kind in counts else 0 for kind in TaskKind},
    )
    yield _labelled(
        "choxa_waiting_age_seconds",
        "How long the oldest of them waits.",
        ["kind"],
        {(kind,): _seconds_since(counts[kind].oldest) if kind in counts else 0 for kind in TaskKind},
    )


def _verify() -> Iterator[Metric]:
    run = IntegrityRun.objects.order_by("-at").first()
    age = _seconds_since(run.at) if run else inf
    yield _gauge("choxa_verify_age_seconds", "Since the last `marketplace verify`; +Inf where it never ran.", age)
    yield _gauge("choxa_verify_checks", "Checks of the last `marketplace verify`.", run.checks if run else 0)
    failed = len(run.failed) if run else 0
    yield _gauge("choxa_verify_failed_checks", "Those of them that found a mismatch.", failed)
