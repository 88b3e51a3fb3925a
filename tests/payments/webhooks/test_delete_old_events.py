"""Events of the API are deleted after 30 days, with their deliveries; the database refuses any other deletion."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import Model

from core import clock
from core.integrity import check_integrity
from core.models import Event
from payments.events.store import record_event
from payments.models import ApiEvent, DeliveryAttempt, DeliveryStatus, WebhookDelivery
from payments.webhooks import delete_old_events as deleting
from payments.webhooks.delete_old_events import KEEP, delete_old_events
from payments.webhooks.endpoints import create_endpoint
from payments.webhooks.jobs import event_recorded
from payments.webhooks.replay import replay_event
from tests.payments.helpers import make_intent

pytestmark = pytest.mark.django_db
OLD, YOUNG = KEEP + timedelta(minutes=1), KEEP - timedelta(minutes=1)


def recorded(run_webhooks, age: timedelta) -> ApiEvent:
    with time_machine.travel(clock.now() - age):
        event = record_event("payment_intent.succeeded", make_intent())
        run_webhooks()
    return event


@pytest.fixture
def endpoint_id(hook) -> str:
    with time_machine.travel(clock.now() - 2 * KEEP):
        return create_endpoint(url=hook.url, enabled_events=["*"], livemode=False)[0].pk


def counts() -> list[int]:
    return [model.objects.count() for model in (ApiEvent, WebhookDelivery, DeliveryAttempt)]


def test_old_event_is_deleted_with_its_deliveries(endpoint_id: str, run_webhooks) -> None:
    recorded(run_webhooks, OLD)
    young = recorded(run_webhooks, YOUNG)
    assert counts() == [2, 2, 2]
    assert delete_old_events() == 1
    assert counts() == [1, 1, 1]
    assert ApiEvent.objects.get() == young
    assert delete_old_events() == 0
    assert [result for result in check_integrity() if not result["ok"]] == []


def test_old_event_without_deliveries_is_deleted(run_webhooks) -> None:
    recorded(run_webhooks, OLD)
    assert delete_old_events() == 1
    assert counts() == [0, 0, 0]


def test_event_with_a_pending_delivery_is_kept_until_it_ends(endpoint_id: str, run_webhooks) -> None:
    event = recorded(run_webhooks, OLD)
    replay_event(event_id=event.pk, endpoint_id=endpoint_id)
    assert delete_old_events() == 0
    assert counts() == [1, 1, 1]
    WebhookDelivery.objects.update(status=DeliveryStatus.FAILED, next_try_at=None, ended_at=clock.now())
    assert delete_old_events() == 1
    assert counts() == [0, 0, 0]


def test_more_events_than_one_transaction_holds_are_deleted(run_webhooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deleting, "AT_ONCE", 2)
    for _event in range(5):
        recorded(run_webhooks, OLD)
    assert delete_old_events() == 5


def test_deleted_event_gets_no_delivery(endpoint_id: str, run_webhooks) -> None:
    recorded(run_webhooks, OLD)
    delete_old_events()
    event_recorded(Event.objects.filter(type="payments.api_event").last())
    assert counts() == [0, 0, 0]


@pytest.mark.parametrize(("model", "age"), [(ApiEvent, YOUNG), (DeliveryAttempt, YOUNG)])
def test_young_rows_are_not_deleted(endpoint_id: str, run_webhooks, model: type[Model], age: timedelta) -> None:
    recorded(run_webhooks, age)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model._default_manager.all()._raw_delete("default")


@pytest.mark.parametrize(("model", "change"), [(ApiEvent, {"data": {}}), (DeliveryAttempt, {"answer": ""})])
def test_old_rows_are_not_changed(endpoint_id: str, run_webhooks, model: type[Model], change: dict) -> None:
    recorded(run_webhooks, OLD)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model._default_manager.update(**change)
