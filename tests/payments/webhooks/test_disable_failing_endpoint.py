"""After three days of failures the endpoint is disabled with a reason, the operator notified, and nothing is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import AuditEntry
from core.errors import Forbidden, NotFound
from payments.events.serializers.registry import render
from payments.events.store import record_event
from payments.models import DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from payments.reconciliation import open_tasks
from payments.webhooks import queries as webhook_queries
from payments.webhooks.deliver import deliver
from payments.webhooks.endpoints import create_endpoint, enable_endpoint, update_endpoint
from payments.webhooks.replay import replay_delivery
from tests.factories import make_officer, make_user
from tests.payments.helpers import make_intent
from tests.payments.webhooks.receiver import Receiver

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
GIVEN_UP = BEGAN + timedelta(days=2, hours=17, minutes=36)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEGAN, tick=False) as moved:
        yield moved


@pytest.fixture
def endpoint(clock, hook: Receiver) -> WebhookEndpoint:
    return create_endpoint(url=hook.url, enabled_events=["*"], livemode=False)[0]


def happen(run_events) -> WebhookDelivery:
    record_event("payment_intent.created", make_intent())
    run_events()
    return WebhookDelivery.objects.latest("pk")


def try_to_the_end(delivery: WebhookDelivery, clock) -> None:
    """Every try of a delivery at its time."""
    delivery.refresh_from_db()
    while delivery.next_try_at is not None:
        clock.move_to(max(delivery.next_try_at, datetime.now(UTC)))
        deliver(delivery.pk)
        delivery.refresh_from_db()


def shown(endpoint: WebhookEndpoint) -> tuple:
    reported = render(WebhookEndpoint.objects.get(pk=endpoint.pk))
    return reported["status"], reported["disabled_reason"]


def test_endpoint_is_disabled_after_three_days_of_failures(endpoint, hook, clock, run_events) -> None:
    hook.answer(500)
    first = happen(run_events)
    clock.shift(timedelta(hours=1))
    second = happen(run_events)
    deliver(second.pk)
    clock.move_to(BEGAN)
    try_to_the_end(first, clock)
    assert shown(endpoint) == ("disabled", "delivery_failures")
    endpoint.refresh_from_db()
    assert (endpoint.disabled_at, endpoint.enabled_at) == (GIVEN_UP, None)
    second.refresh_from_db()
    assert (second.status, second.tries, second.next_try_at) == ("failed", 1, None)
    [entry] = AuditEntry.objects.filter(action="webhook.disable")
    assert (entry.actor, entry.object_ref) == (None, f"payments.WebhookEndpoint:{endpoint.pk}")
    assert entry.after == {"status": "disabled", "url": hook.url, "tries": 12}
    waits = open_tasks.open_tasks_by_kind()["webhook"]
    assert (waits.count, waits.oldest) == (1, GIVEN_UP)


def test_one_success_meanwhile_keeps_it_on(endpoint, hook, clock, run_events) -> None:
    hook.answer(500)
    first = happen(run_events)
    deliver(first.pk)
    clock.shift(timedelta(minutes=1))
    hook.answer(200)
    deliver(happen(run_events).pk)
    hook.answer(500)
    try_to_the_end(first, clock)
    assert (first.status, shown(endpoint)) == ("failed", ("enabled", None))
    assert AuditEntry.objects.count() == 0
    assert "webhook" not in open_tasks.open_tasks_by_kind()


def test_a_success_from_before_does_not_keep_it_on(endpoint, hook, clock, run_events) -> None:
    deliver(happen(run_events).pk)
    clock.shift(timedelta(seconds=1))
    hook.answer(500)
    try_to_the_end(happen(run_events), clock)
    assert shown(endpoint) == ("disabled", "delivery_failures")


def test_events_of_a_disabled_endpoint_are_not_sent_and_can_be_replayed(endpoint, hook, clock, run_events) -> None:
    hook.answer(500)
    try_to_the_end(happen(run_events), clock)
    tries = len(hook.received)
    missed = happen(run_events)
    deliver(missed.pk)
    assert (missed.status, missed.tries, missed.next_try_at, missed.ended_at) == ("not_sent", 0, None, GIVEN_UP)
    assert (len(hook.received), missed.log.count()) == (tries, 0)
    hook.answer(200)
    update_endpoint(endpoint_id=endpoint.pk, is_enabled=True)
    assert shown(endpoint) == ("enabled", None)
    deliver(missed.pk)
    assert len(hook.received) == tries  # switching on sends nothing by itself
    replay_delivery(delivery_id=missed.pk)
    deliver(missed.pk)
    missed.refresh_from_db()
    assert (missed.status, missed.tries, len(hook.received)) == ("delivered", 1, tries + 1)


def test_switched_on_again_it_has_three_days_again(endpoint, hook, clock, run_events) -> None:
    hook.answer(500)
    old = happen(run_events)
    try_to_the_end(old, clock)
    clock.shift(timedelta(days=1))
    update_endpoint(endpoint_id=endpoint.pk, is_enabled=True)
    endpoint.refresh_from_db()
    assert (endpoint.enabled_at, endpoint.disabled_at) == (GIVEN_UP + timedelta(days=1), None)
    replay_delivery(delivery_id=old.pk)
    try_to_the_end(old, clock)
    assert (old.status, shown(endpoint)) == ("failed", ("enabled", None))  # of before: it says nothing of now
    try_to_the_end(happen(run_events), clock)
    assert shown(endpoint) == ("disabled", "delivery_failures")


def test_manual_disabling_is_not_a_failure(endpoint, hook, run_events) -> None:
    waits = happen(run_events)
    update_endpoint(endpoint_id=endpoint.pk, is_enabled=False)
    assert shown(endpoint) == ("disabled", "requested")
    waits.refresh_from_db()
    assert (waits.status, waits.tries) == ("not_sent", 0)
    assert "webhook" not in open_tasks.open_tasks_by_kind()
    update_endpoint(endpoint_id=endpoint.pk, is_enabled=False)
    assert shown(endpoint) == ("disabled", "requested")
    assert (AuditEntry.objects.count(), hook.received) == (0, [])


def test_the_operator_switches_it_on_and_sends_what_was_missed(endpoint, hook, clock, run_events) -> None:
    hook.answer(500)
    try_to_the_end(happen(run_events), clock)
    missed, given_up = happen(run_events), WebhookDelivery.objects.earliest("pk")
    [silent] = webhook_queries.auto_disabled()
    assert (silent.pk, silent.unsent, silent.last_status) == (endpoint.pk, 1, 500)
    operator = make_officer("operator")
    assert enable_endpoint(endpoint_id=endpoint.pk, actor=operator, resend=True) == 1
    assert shown(endpoint) == ("enabled", None)
    hook.answer(200)
    deliver(missed.pk)
    missed.refresh_from_db()
    given_up.refresh_from_db()
    assert (missed.status, given_up.status) == ("delivered", "failed")
    [entry] = AuditEntry.objects.filter(action="webhook.enable")
    assert (entry.actor, entry.after) == (operator, {"status": "enabled", "url": hook.url, "resent": 1})
    assert list(webhook_queries.auto_disabled()) == []


def test_only_the_operator_switches_on(endpoint, hook, clock, run_events) -> None:
    hook.answer(500)
    try_to_the_end(happen(run_events), clock)
    before = (
        list(WebhookEndpoint.objects.values()),
        list(WebhookDelivery.objects.values()),
        DeliveryAttempt.objects.count(),
    )
    with pytest.raises(Forbidden):
        enable_endpoint(endpoint_id=endpoint.pk, actor=make_user())
    with pytest.raises(NotFound):
        enable_endpoint(endpoint_id="we_none", actor=make_officer("operator"))
    after = (
        list(WebhookEndpoint.objects.values()),
        list(WebhookDelivery.objects.values()),
        DeliveryAttempt.objects.count(),
    )
    assert after == before
    assert AuditEntry.objects.filter(action="webhook.enable").count() == 0
