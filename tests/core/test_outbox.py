"""Events are delivered at least once, and their effect is kept once."""

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
    """A registry of this test's own."""
    with mock.patch.dict(outbox._handlers, clear=True):
        yield


def write(name: str) -> None:
    Throttle.objects.create(key=name, window_ends_at=clock.now(), count=1)


@pytest.mark.usefixtures("handlers")
def test_each_handler_has_the_event_once() -> None:
    heard: list[tuple[str, dict]] = []
    outbox.on("test.happened", "a")(lambda event: heard.append(("a", event.payload)))
    outbox.on("test.happened", "b")(lambda event: heard.append(("b", event.payload)))
    event = outbox.emit("test.happened", {"id": "x"})
    assert outbox.deliver_due() == 2
    assert outbox.deliver_due() == 0
    outbox.deliver(event.pk)
    assert heard == [("a", {"id": "x"}), ("b", {"id": "x"})]


@pytest.mark.usefixtures("handlers")
def test_a_failing_handler_leaves_nothing_and_stops_no_sister() -> None:
    def fail(event: Event) -> None:
        write("half")
        raise RuntimeError("broken")

    outbox.on("test.happened", "bad")(fail)
    outbox.on("test.happened", "good")(lambda event: write("good"))
    outbox.emit("test.happened", {})
    outbox.deliver_due()
    assert set(Throttle.objects.values_list("key", flat=True)) == {"good"}
    bad = Delivery.objects.get(handler="bad")
    assert (bad.attempts, bad.done_at, bad.last_error) == (1, None, "RuntimeError: broken")
    assert bad.next_try_at > clock.now()


@pytest.mark.usefixtures("handlers")
def test_a_failed_delivery_is_tried_again_when_due() -> None:
    results = iter([RuntimeError("once"), None])

    def sometimes(event: Event) -> None:
        if error := next(results):
            raise error
        write("done")

    outbox.on("test.happened", "sometimes")(sometimes)
    outbox.emit("test.happened", {})
    outbox.deliver_due()
    assert outbox.deliver_due() == 0  # not due yet
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=False):
        assert outbox.deliver_due() == 1
    assert Delivery.objects.get().done_at is not None
    assert Throttle.objects.filter(key="done").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_its_cause() -> None:
    with pytest.raises(RuntimeError, match="transaction of its cause"):
        outbox.emit("test.happened", {})
    assert Event.objects.count() == 0


@pytest.mark.usefixtures("handlers")
def test_a_rolled_back_cause_says_nothing() -> None:
    outbox.on("test.happened", "a")(lambda event: None)
    with transaction.atomic():
        outbox.emit("test.happened", {})
        transaction.set_rollback(True)
    assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.usefixtures("handlers")
def test_a_handler_name_is_registered_once() -> None:
    outbox.on("test.happened", "a")(lambda event: None)
    with pytest.raises(ValueError, match="registered twice"):
        outbox.on("test.happened", "a")(lambda event: None)
