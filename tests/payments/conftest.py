"""Fixtures of the payment tests."""

from collections.abc import Callable, Iterator

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from payments.models import WebhookDelivery
from payments.webhooks.deliver import deliver
from tests.payments.webhooks.receiver import Receiver, receiver


@pytest.fixture
def waiting_jobs(db: None) -> Callable[[str], list[dict]]:
    """The arguments of the jobs of a task that wait to be run."""

    def waiting(task: str) -> list[dict]:
        rows = ProcrastinateJob.objects.filter(task_name=task, status="todo").order_by("pk")
        return list(rows.values_list("args", flat=True))

    return waiting


@pytest.fixture
def hook() -> Iterator[Receiver]:
    """An address that hears webhooks."""
    with receiver() as reported:
        yield reported


@pytest.fixture
def run_webhooks(run_events) -> Callable[[], None]:
    """Bring what was recorded to the endpoints, as the worker would."""

    def run() -> None:
        run_events()
        for delivery_id in list(WebhookDelivery.objects.order_by("pk").values_list("pk", flat=True)):
            deliver(delivery_id)

    return run
