"""A delivery: signed, accepted, retried, given up, replayed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import stripe
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from core.errors import DomainError, NotFound
from payments.connected_accounts.services.create_payee import create_payee
from payments.events.store import record_event
from payments.models import ApiEvent, DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from payments.webhooks import deliver as delivering
from payments.webhooks.deliver import deliver
from payments.webhooks.endpoints import create_endpoint, delete_endpoint, update_endpoint
from payments.webhooks.jobs import deliver_webhook, deliver_webhooks_due
from payments.webhooks.replay import replay_delivery, replay_event
from payments.webhooks.signing import demo_secret
from tests.payments.helpers import make_intent
from tests.payments.webhooks.receiver import Receiver

pytestmark = pytest.mark.django_db


def listen(hook: Receiver, *names: str, **more) -> tuple[WebhookEndpoint, str]:
    return create_endpoint(url=hook.url, enabled_events=names or ["*"], livemode=False, **more)


def row(delivery: WebhookDelivery) -> tuple:
    delivery.refresh_from_db()
    return (delivery.status, delivery.tries, delivery.next_try_at, delivery.ended_at)


def log(delivery: WebhookDelivery) -> list[tuple]:
    return list(delivery.log.order_by("pk").values_list("status_code", "answer"))


def test_stripes_client_accepts_what_arrives(hook, run_webhooks) -> None:
    endpoint, secret = listen(hook, "payment_intent.succeeded")
    event = record_event("payment_intent.succeeded", make_intent())
    run_webhooks()
    [heard] = hook.received
    for known in (secret, demo_secret()):
        reported = stripe.Webhook.construct_event(heard.body, heard.headers["Stripe-Signature"], known)
        assert (reported.id, reported.type) == (event.pk, "payment_intent.succeeded")
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(heard.body, heard.headers["Stripe-Signature"], "whsec_other")
    assert json.loads(heard.body)["data"] == event.data
    assert heard.headers["Content-Type"] == "application/json; charset=utf-8"
    [delivery] = WebhookDelivery.objects.all()
    assert (delivery.endpoint, delivery.event) == (endpoint, event)
    status, tries, next_try_at, ended_at = row(delivery)
    assert (status, tries, next_try_at, ended_at is not None) == ("delivered", 1, None, True)
    assert log(delivery) == [(200, "ok")]


def test_delivery_runs_once_however_often_it_is_queued(hook, run_webhooks) -> None:
    listen(hook)
    record_event("payment_intent.created", make_intent())
    run_webhooks()
    run_webhooks()
    assert len(hook.received) == 1


def test_tried_again_after_a_refusal(hook, run_webhooks) -> None:
    began = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    with time_machine.travel(began, tick=False) as clock:
        listen(hook)
        record_event("payment_intent.created", make_intent())
        hook.answer(500, 302, 204)
        run_webhooks()
        [delivery] = WebhookDelivery.objects.all()
        assert row(delivery) == ("pending", 1, began + timedelta(minutes=1), None)
        deliver(delivery.pk)  # too early: no call is made
        assert len(hook.received) == 1
        clock.shift(timedelta(minutes=1))
        deliver(delivery.pk)
        assert row(delivery) == ("pending", 2, began + timedelta(minutes=6), None)
        clock.shift(timedelta(minutes=5))
        deliver(delivery.pk)
        assert row(delivery) == ("delivered", 3, None, began + timedelta(minutes=6))
    assert log(delivery) == [(500, ""), (302, ""), (204, "")]
    assert [json.loads(heard.body)["id"] for heard in hook.received] == [delivery.event_id] * 3


def test_given_up_after_three_days(hook, run_webhooks) -> None:
    began = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    hook.answer(500)
    with time_machine.travel(began, tick=False) as clock:
        listen(hook)
        record_event("payment_intent.created", make_intent())
        run_webhooks()
        [delivery] = WebhookDelivery.objects.all()
        while (due := row(delivery)[2]) is not None:
            clock.move_to(due)
            deliver(delivery.pk)
        assert row(delivery) == ("failed", 11, None, began + timedelta(days=2, hours=17, minutes=36))
        assert len(hook.received) == 11


def test_a_worker_that_died_after_sending_sends_again(hook, run_events, monkeypatch) -> None:
    """At least once: the note is lost with the worker, the claim runs out, the sweep finds the delivery."""
    began = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    with time_machine.travel(began, tick=False) as clock:
        listen(hook)
        record_event("payment_intent.created", make_intent())
        run_events()
        [delivery] = WebhookDelivery.objects.all()

        def die(*_args: object) -> None:
            raise SystemExit

        with monkeypatch.context() as dying:
            dying.setattr(delivering, "_note", die)
            with pytest.raises(SystemExit):
                deliver(delivery.pk)
        assert row(delivery) == ("pending", 0, began + delivering.CLAIM, None)
        deliver(delivery.pk)  # another worker, while the claim holds
        assert len(hook.received) == 1
        clock.shift(delivering.CLAIM)
        deliver(delivery.pk)
        assert (row(delivery)[0], len(hook.received)) == ("delivered", 2)


def test_the_sweep_finds_what_is_due(hook, run_events, waiting_jobs) -> None:
    listen(hook)
    with time_machine.travel(datetime(2026, 11, 22, 8, 0, tzinfo=UTC), tick=False):
        record_event("payment_intent.created", make_intent())
        run_events()
        [delivery] = WebhookDelivery.objects.all()
        assert waiting_jobs("payments.deliver_webhook") == [
            {"delivery_id": delivery.pk, "endpoint_id": delivery.endpoint_id, "lane": ""}
        ]
        deliver_webhooks_due(0)
        assert waiting_jobs("payments.deliver_webhook") == [
            {"delivery_id": delivery.pk, "endpoint_id": delivery.endpoint_id, "lane": ""}
        ]  # once is enough
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        deliver_webhooks_due(0)
        assert waiting_jobs("payments.deliver_webhook") == [
            {"delivery_id": delivery.pk, "endpoint_id": delivery.endpoint_id, "lane": ""}
        ]


def test_disabled_endpoint_receives_nothing(hook, run_events) -> None:
    endpoint, _secret = listen(hook)
    record_event("payment_intent.created", make_intent())
    run_events()
    [delivery] = WebhookDelivery.objects.all()
    update_endpoint(endpoint_id=endpoint.pk, is_enabled=False)
    deliver(delivery.pk)
    assert row(delivery)[:3] == ("not_sent", 0, None)
    record_event("payment_intent.canceled", make_intent())
    run_events()
    missed = WebhookDelivery.objects.latest("pk")
    assert (row(missed)[:3], WebhookDelivery.objects.count(), hook.received) == (("not_sent", 0, None), 2, [])
    with pytest.raises(DomainError) as caught:
        replay_delivery(delivery_id=delivery.pk)
    assert caught.value.code == "ENDPOINT_DISABLED"
    update_endpoint(endpoint_id=endpoint.pk, is_enabled=True)
    replay_delivery(delivery_id=delivery.pk)
    deliver(delivery.pk)
    assert (row(delivery)[0], len(hook.received)) == ("delivered", 1)


def test_switched_off_between_the_event_and_its_delivery(hook, run_events) -> None:
    """Also where the row says so although nobody silenced what waited."""
    listen(hook)
    record_event("payment_intent.created", make_intent())
    run_events()
    [delivery] = WebhookDelivery.objects.all()
    WebhookEndpoint.objects.update(is_enabled=False)
    deliver(delivery.pk)
    assert (row(delivery)[:3], hook.received) == (("not_sent", 0, None), [])


def test_dropped_endpoints_keep_their_log(hook, run_webhooks) -> None:
    endpoint, _secret = listen(hook)
    record_event("payment_intent.created", make_intent())
    run_webhooks()
    delete_endpoint(endpoint_id=endpoint.pk)
    [delivery] = WebhookDelivery.objects.all()
    assert log(delivery) == [(200, "ok")]
    with pytest.raises(NotFound):
        delete_endpoint(endpoint_id=endpoint.pk)
    with pytest.raises(NotFound):
        replay_delivery(delivery_id=delivery.pk)


def test_delivered_event_is_replayed(hook, run_webhooks) -> None:
    endpoint, _secret = listen(hook)
    event = record_event("payment_intent.created", make_intent())
    run_webhooks()
    again = replay_event(event_id=event.pk, endpoint_id=endpoint.pk)
    deliver(again.pk)
    assert (row(again)[:2], len(hook.received)) == (("delivered", 2), 2)
    assert hook.received[0].body != b""
    assert json.loads(hook.received[1].body)["id"] == event.pk


def test_replayed_to_an_endpoint_that_is_newer_than_the_event(hook, run_webhooks) -> None:
    event = record_event("payment_intent.created", make_intent())
    endpoint, _secret = listen(hook, "payout.paid")
    run_webhooks()
    assert WebhookDelivery.objects.count() == 0
    delivery = replay_event(event_id=event.pk, endpoint_id=endpoint.pk)
    deliver(delivery.pk)
    assert (row(delivery)[0], len(hook.received)) == ("delivered", 1)


def test_another_accounts_event_is_never_replayed(hook) -> None:
    payee = create_payee(name="HTX Xoài")
    theirs, _secret = listen(hook, payee_id=payee.pk)
    event = record_event("payment_intent.created", make_intent())
    with pytest.raises(NotFound):
        replay_event(event_id=event.pk, endpoint_id=theirs.pk)
    assert WebhookDelivery.objects.count() == 0


def test_endpoint_receives_only_events_it_may_receive(hook, run_events) -> None:
    payee, other = create_payee(name="HTX Xoài"), create_payee(name="Hộ Ổi")
    platform, _s = listen(hook)
    connect, _s = listen(hook, connect=True)
    own, _s = listen(hook, payee_id=payee.pk)
    listen(hook, payee_id=other.pk)
    listen(hook, "payout.paid")
    of_platform = record_event("payment_intent.created", make_intent())
    of_payee = record_event("account.updated", payee)
    late, _s = listen(hook)
    run_events()
    result = {(d.event_id, d.endpoint_id) for d in WebhookDelivery.objects.all()}
    assert result == {(of_platform.pk, platform.pk), (of_payee.pk, connect.pk), (of_payee.pk, own.pk)}
    assert late.pk not in {endpoint for _event, endpoint in result}


def test_an_address_that_turned_inward_is_not_called(hook, run_events, monkeypatch) -> None:
    """The check of the endpoint's making does not count: the name is asked again at each delivery."""
    listen(hook)
    record_event("payment_intent.created", make_intent())
    run_events()
    monkeypatch.setattr("payments.webhooks.addresses.resolve", lambda host, port: ["10.0.0.1"])
    [delivery] = WebhookDelivery.objects.all()
    deliver(delivery.pk)
    assert (row(delivery)[:2], hook.received) == (("pending", 1), [])
    assert log(delivery) == [(None, "Địa chỉ này dẫn vào mạng nội bộ nên không gọi được.")]


def test_an_endpoint_of_this_machine_in_production(hook, settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(DomainError) as caught:
        listen(hook)
    assert (caught.value.code, WebhookEndpoint.objects.count()) == ("URL_INVALID", 0)


def test_a_secret_of_another_machine(hook, run_events, settings) -> None:
    listen(hook)
    record_event("payment_intent.created", make_intent())
    run_events()
    settings.SECRET_KEY = "another key"
    [delivery] = WebhookDelivery.objects.all()
    deliver(delivery.pk)
    assert (row(delivery)[:2], hook.received) == (("pending", 1), [])


def test_secrets_lie_sealed_and_are_not_logged(hook, run_webhooks, caplog) -> None:
    endpoint, secret = listen(hook)
    record_event("payment_intent.created", make_intent())
    with caplog.at_level("DEBUG"):
        run_webhooks()
    assert secret not in endpoint.encrypted_secret
    assert secret not in caplog.text
    assert hook.received[0].headers["Stripe-Signature"] not in caplog.text


def test_endpoints_that_do_not_answer_share_one_worker(hook, run_webhooks, waiting_jobs) -> None:
    """Also what was queued before their silence was known; an answer of any kind ends it."""
    endpoint, _secret = listen(hook)
    record_event("payment_intent.created", make_intent())
    run_webhooks()
    [delivery] = WebhookDelivery.objects.all()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    replay_delivery(delivery_id=delivery.pk)
    row = {"delivery_id": delivery.pk, "endpoint_id": endpoint.pk}
    assert waiting_jobs("payments.deliver_webhook") == [row | {"lane": ""}]
    DeliveryAttempt.objects.create(delivery=delivery, status_code=None, milliseconds=20_000)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    deliver_webhook(**row)
    assert waiting_jobs("payments.deliver_webhook") == [row | {"lane": "slow"}]
    assert ProcrastinateJob.objects.get().lock == "payments.webhook:slow"
    assert len(hook.received) == 1
    deliver_webhook(**row, lane="slow")
    assert len(hook.received) == 2
    assert not delivering.is_slow(endpoint.pk)
    replay_delivery(delivery_id=delivery.pk)
    deliver_webhook(**row)
    assert len(hook.received) == 3


def test_event_without_subscribers_costs_one_statement_and_its_rendering() -> None:
    intent = make_intent()
    with CaptureQueriesContext(
        connection,
    ) as spent:
        record_event("payment_intent.created", intent)
    assert len([q for q in spent if "payments_apievent" in q["sql"] or "webhookendpoint" in q["sql"]]) == 1
    assert ApiEvent.objects.count() == 1
