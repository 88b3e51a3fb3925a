"""Fixtures of the webhooks' tests."""

from collections.abc import Callable, Iterator

import pytest

from payments.models import WebhookDelivery
from payments.webhooks.deliver import deliver
from tests.payments.webhooks.receiver import Receiver, receiver


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as told:
        yield told


@pytest.fixture
def run_webhooks(run_events) -> Callable[[], None]:
    """Bring what was recorded to the endpoints, as the worker would."""

    def run() -> None:
        run_events()
        for delivery_id in list(WebhookDelivery.objects.order_by("pk").values_list("pk", flat=True)):
            deliver(delivery_id)

    return run
