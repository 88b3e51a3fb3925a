"""Open tasks of the operator: the same counts for the task list and for the navigation of every page."""

from orders.returns.queries import requested_returns
from payments.reconciliation import open_tasks
from payments.reconciliation.open_tasks import OpenTasks, TaskKind

__all__ = ["OpenTasks", "TaskKind", "waiting"]


def waiting() -> dict[TaskKind, OpenTasks]:
    """By kind, only kinds with open tasks (1 statement)."""
    return open_tasks.open_tasks_by_kind(
        open_tasks.tally(TaskKind.REQUESTED_RETURN, requested_returns(), "requested_at")
    )
