"""Fixtures of the payment tests."""

from collections.abc import Callable

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob


@pytest.fixture
def waiting_jobs(db: None) -> Callable[[str], list[dict]]:
    """The arguments of the jobs of a task that wait to be run."""

    def waiting(task: str) -> list[dict]:
        rows = ProcrastinateJob.objects.filter(task_name=task, status="todo").order_by("pk")
        return list(rows.values_list("args", flat=True))

    return waiting
