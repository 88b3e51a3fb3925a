"""Events are delivered at least once; their effect is stored once."""

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.db import transaction

from core import clock, outbox
from core.models import Delivery, Event, Throttle

pytestmark = pytest.mark.django_db


@pytest.fixture
def handlers() -> Iterator[None]:
    """This test's own registry."""
    with mock.patch.dict(outbox._handlers, clear=True):
        yield


def write(name: str) -> None:
    Throttle.objects.create(key=name, window_ends_at=clock.now(), count=1)


@pytest.mark.usefixtures("handlers")
def test_each_handler_gets_the_event_once() -> None:
    received: list[tuple[str, dict]] = []
    outbox.subscribe("test.happened", "a")(lambda event: received.append(("a", event.payload)))
    outbox.subscribe("test.happened", "b")(lambda event: received.append(("b", event.payload)))
    event = outbox.publish("test.happened", {"id": "x"})
    assert outbox.deliver_due() == 2
    assert outbox.deliver_due() == 0
    outbox.deliver(event.pk)
    assert received == [("a", {"id": "x"}), ("b", {"id": "x"})]


@pytest.mark.usefixtures("handlers")
def test_several_events_are_published_together_in_their_order() -> None:
    received: list[str] = []
    outbox.subscribe("test.happened", "a")(lambda event: received.append(event.payload["id"]))
    events = outbox.publish_all("test.happened", [{"id": name} for name in "xyz"])
    assert [event.payload["id"] for event in Event.objects.order_by("pk")] == ["x", "y", "z"]
    assert list(Delivery.objects.order_by("pk").values_list("event", flat=True)) == [event.pk for event in events]
    assert (outbox.deliver_due(), received) == (3, ["x", "y", "z"])


@pytest.mark.usefixtures("handlers")
def test_failing_handler_is_rolled_back_and_stops_no_other() -> None:
    def fail(event: Event) -> None:
        write("half")
        raise RuntimeError("broken")

    outbox.subscribe("test.happened", "bad")(fail)
    outbox.subscribe("test.happened", "good")(lambda event: write("good"))
    outbox.publish("test.happened", {})
    outbox.deliver_due()
    assert set(Throttle.objects.values_list("key", flat=True)) == {"good"}
    bad = Delivery.objects.get(handler="bad")
    assert (bad.attempts, bad.done_at, bad.last_error) == (1, None, "RuntimeError: broken")
    assert bad.next_try_at > clock.now()


@pytest.mark.usefixtures("handlers")
def test_failed_delivery_is_retried_when_due() -> None:
    results = iter([RuntimeError("once"), None])

    def sometimes(event: Event) -> None:
        if error := next(results):
            raise error
        write("done")

    outbox.subscribe("test.happened", "sometimes")(sometimes)
    outbox.publish("test.happened", {})
    outbox.deliver_due()
    assert outbox.deliver_due() == 0  # not due yet
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=False):
        assert outbox.deliver_due() == 1
    assert Delivery.objects.get().done_at is not None
    assert Throttle.objects.filter(key="done").count() == 1


@pytest.mark.django_db(transaction=True)
def test_publish_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="is emitted inside a transaction only"):
        outbox.publish("test.happened", {})
    assert Event.objects.count() == 0


@pytest.mark.usefixtures("handlers")
def test_rolled_back_transaction_publishes_nothing() -> None:
    outbox.subscribe("test.happened", "a")(lambda event: None)
    with transaction.atomic():
        outbox.publish("test.happened", {})
        transaction.set_rollback(True)
    assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.usefixtures("handlers")
def test_duplicate_handler_name_is_refused() -> None:
    outbox.subscribe("test.happened", "a")(lambda event: None)
    with pytest.raises(ValueError, match="registered twice"):
        outbox.subscribe("test.happened", "a")(lambda event: None)


@pytest.mark.usefixtures("handlers")
def test_retry_delay_is_one_hour_at_most_and_blocks_no_other() -> None:
    def fail(event: Event) -> None:
        raise RuntimeError("always")

    outbox.subscribe("test.happened", "bad")(fail)
    outbox.subscribe("test.happened", "good")(lambda event: write("good"))
    outbox.publish("test.happened", {})
    Delivery.objects.filter(handler="bad").update(attempts=5_000)  # months of retries: 2**5000 seconds would overflow

    outbox.deliver_due()

    bad = Delivery.objects.get(handler="bad")
    assert bad.attempts == 5_001
    assert timedelta(minutes=59) < bad.next_try_at - clock.now() <= timedelta(hours=1)
    assert Throttle.objects.filter(key="good").exists()


@pytest.mark.usefixtures("handlers")
def test_event_of_an_unknown_handler_stays_pending() -> None:
    outbox.subscribe("test.happened", "newer")(lambda event: write("heard"))
    outbox.publish("test.happened", {})
    with mock.patch.dict(outbox._handlers, clear=True):  # a worker of the previous version
        outbox.deliver_due()
    left = Delivery.objects.get()
    assert (left.done_at, left.attempts) == (None, 1)
    assert "no handler newer" in left.last_error

    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        outbox.deliver_due()
    assert Throttle.objects.filter(key="heard").exists()


@pytest.mark.usefixtures("handlers")
def test_failing_deliveries_do_not_starve_others() -> None:
    def fail(event: Event) -> None:
        raise RuntimeError("broken")

    outbox.subscribe("test.broken", "bad")(fail)
    outbox.subscribe("test.happened", "good")(lambda event: write("good"))
    for _ in range(50):
        outbox.publish("test.broken", {})
    outbox.publish("test.happened", {})

    outbox.deliver_due(limit=50)
    outbox.deliver_due(limit=50)

    assert Throttle.objects.filter(key="good").exists()
