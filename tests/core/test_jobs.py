"""Periodic jobs run at their interval."""

import pytest

from core.jobs import app


@pytest.mark.parametrize(
    ("task", "seconds"), [("core.sweep_events", 5), ("core.retry_stalled", 60), ("payments.close_overdue", 20)]
)
def test_interval_of_a_periodic_job_is_found(task: str, seconds: int) -> None:
    periodic = {one.task.name: one for one in app.periodic_registry.periodic_tasks.values()}[task]
    ticks = periodic.croniter

    first, second = ticks.get_next(float), ticks.get_next(float)

    assert second - first == seconds
