"""Background jobs that query providers about open payments, also after the end of their intent.

A job that runs twice does its work once.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.exceptions import AlreadyEnqueued

from core import clock
from core.jobs import app
from core.models import Event
from core.outbox import subscribe
from core.outside_jobs import SOON, calls_outside
from payments.intents.services import close_overdue as close_overdue_service
from payments.intents.services import poll_attempt as poll_attempt_service
from payments.models import OPEN_STATUSES, Attempt, AttemptStatus, PaymentIntent
from payments.providers import provider
from payments.providers.results import SETTLING

# Seconds before each query after the buyer returned; later queries are made by the deadline's job.
WAITS = (2, 3, 5, 10, 20, 30, 60, 60, 120, 120, 240)

# … and about a visit whose intent has ended: after its deadline, and then after the question before.
AFTER = (timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
A_SWEEP = 500  # intents of a kind
FRESH = timedelta(hours=1)  # past the deadline; whoever is still open then waits on a silent provider
QUARTER = 900  # seconds


def poll_soon(reference: str, nth: int = 0) -> None:
    """Enqueue a status query of an attempt; once, however often the buyer reloads the page."""
    try:
        with transaction.atomic():  # a refused duplicate job must not abort the caller's transaction
            poll_attempt.configure(
                schedule_in={"seconds": WAITS[nth]}, queueing_lock=f"payments.query:{reference}"
            ).defer(reference=reference, nth=nth)
    except AlreadyEnqueued:
        pass


def poll_open_attempts(intent_id: str) -> None:
    """Enqueue status queries for a payment that a buyer looks at without having returned from the provider."""
    for attempt in _pollable_attempts(intent_id):
        poll_soon(attempt.reference)


def _pollable_attempts(intent_id: str) -> list[Attempt]:
    """The open attempts of an intent at providers that support status queries."""
    attempts = Attempt.objects.filter(intent_id=intent_id, status=AttemptStatus.OPEN)
    return [attempt for attempt in attempts if provider(attempt.provider).supports_status_query]


@app.task(name="payments.poll_attempt", queue="default")
@calls_outside(again=poll_soon)
def poll_attempt(reference: str, nth: int = 0) -> None:
    """Query once; enqueue the next query while there is no final result."""
    outcome = poll_attempt_service.poll_attempt(reference=reference)
    if outcome is not None and outcome not in SETTLING and nth + 1 < len(WAITS):
        poll_soon(reference, nth + 1)


@subscribe("payment_intent.canceled", "payments.poll_ended_intent")
@subscribe("payment_intent.succeeded", "payments.poll_ended_intent")
def intent_ended(event: Event) -> None:
    """Enqueue status queries for the open attempts of an ended intent: a late payment must be found and refunded.
    A repetition adds none.
    """
    for attempt in _pollable_attempts(event.payload["id"]):
        _poll_ended_later(attempt.reference, 0, max(attempt.expires_at, clock.now()) + AFTER[0])


def _poll_ended_later(reference: str, nth: int, moment: datetime) -> None:
    try:
        with transaction.atomic():
            poll_ended_attempt.configure(schedule_at=moment, queueing_lock=f"payments.last:{reference}:{nth}").defer(
                reference=reference, nth=nth
            )
    except AlreadyEnqueued:
        pass


def _poll_ended_soon(reference: str, nth: int = 0) -> None:
    _poll_ended_later(reference, nth, clock.now() + timedelta(seconds=SOON))


@app.task(name="payments.poll_ended_attempt", queue="default")
@calls_outside(again=_poll_ended_soon)
def poll_ended_attempt(reference: str, nth: int = 0) -> None:
    """Query once; while there is no final result, query again at growing intervals, and stop at last."""
    outcome = poll_attempt_service.poll_attempt(reference=reference)
    if outcome is not None and outcome not in SETTLING and nth + 1 < len(AFTER):
        _poll_ended_later(reference, nth + 1, clock.now() + AFTER[nth + 1])


def _leave_to_close_overdue(intent_id: str) -> None:
    """The sweep enqueues it again."""


@app.task(name="payments.close_intent", queue="default")
@calls_outside(again=_leave_to_close_overdue)
def close_intent(intent_id: str) -> None:
    """Try once to close an overdue intent."""
    close_overdue_service.close_overdue(intent_id=intent_id)


@app.periodic(cron="* * * * * */20")  # a sixth field, of seconds, comes last
@app.task(name="payments.close_overdue", queue="default", queueing_lock="payments.close_overdue")
def close_overdue(timestamp: int) -> None:
    """Every 20 seconds: enqueue a job for each overdue intent, so that a slow provider delays no other.

    Intents whose provider has not responded for long are queried about every quarter of an hour, in random order: many
    of them delay neither new ones nor each other.
    """
    now = clock.now()
    overdue = PaymentIntent.objects.filter(status__in=OPEN_STATUSES, review=False, expires_at__lte=now)
    due = list(_first(overdue.filter(expires_at__gt=now - FRESH).order_by("expires_at")))
    if timestamp % QUARTER < 20:
        due += _first(overdue.filter(expires_at__lte=now - FRESH).order_by("?"))
    for intent_id in due:
        try:
            with transaction.atomic():
                close_intent.configure(queueing_lock=f"payments.close:{intent_id}").defer(intent_id=intent_id)
        except AlreadyEnqueued:
            continue


def _first(intents: QuerySet[PaymentIntent]) -> QuerySet[PaymentIntent, str]:
    return intents.values_list("pk", flat=True)[:A_SWEEP]


def _recheck_soon(reference: str) -> None:
    recheck_attempt.configure(schedule_in={"seconds": SOON}).defer(reference=reference)


@app.task(name="payments.recheck_attempt", queue="default")
@calls_outside(again=_recheck_soon)
def recheck_attempt(reference: str) -> None:
    """The operator requests the provider's status of an ended attempt: stored, and reviewed where it contradicts."""
    poll_attempt_service.recheck_attempt(reference=reference)
