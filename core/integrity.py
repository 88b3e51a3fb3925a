"""The registry behind `python -m marketplace verify`: each room registers its checks when Django is ready."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError, connection, transaction

from core import clock
from core.models import Delivery, IntegrityRun

logger = logging.getLogger(__name__)

KEEP_RUNS = timedelta(days=90)


@dataclass(frozen=True)
class CheckResult:
    """The result of one check: how many objects it compared, and its mismatches as text (empty: none)."""

    checked: int
    problems: list[str] = field(default_factory=list)


Check = Callable[[], CheckResult]
_checks: dict[str, Check] = {}


def integrity_check(name: str) -> Callable[[Check], Check]:
    """Register a check under a name such as "catalog.stock-equals-movements"."""

    def register(check: Check) -> Check:
        if name in _checks:
            raise ValueError(f"invariant {name} is registered twice")
        _checks[name] = check
        return check

    return register


def check_integrity(*rooms: str) -> list[dict[str, object]]:
    """Run every check, or those of the named rooms ("payments"): {invariant, checked, ok, details}, ordered by name.

    All checks use one snapshot, so that concurrent changes raise no false alarm. A failing check is reported and does
    not stop the others. ValueError where a named room has no check.
    """
    names = [name for name in sorted(_checks) if not rooms or _room(name) in rooms]
    if unknown := set(rooms) - {_room(name) for name in names}:
        raise ValueError(f"no check in {sorted(unknown)}")
    with _one_moment():
        return [_run(name) for name in names]


def _room(name: str) -> str:
    return name.partition(".")[0]


def record_run(results: Sequence[dict[str, object]]) -> None:
    """Record that the checks ran, and which failed. A read-only database records nothing."""
    try:
        with transaction.atomic():
            IntegrityRun.objects.create(
                checks=len(results), failed=[result["invariant"] for result in results if not result["ok"]]
            )
            IntegrityRun.objects.filter(at__lt=clock.now() - KEEP_RUNS).delete()
    except DatabaseError as error:
        logger.warning("this run of verify could not be recorded: %s", type(error).__name__)


def _run(name: str) -> dict[str, object]:
    try:
        with transaction.atomic():
            finding = _checks[name]()
    except Exception as error:  # any error: a check that did not run has not passed
        logger.exception("invariant %s", name)
        finding = CheckResult(0, [f"could not be checked: {type(error).__name__}: {error}"])
    return {
        "invariant": name,
        "checked": finding.checked,
        "ok": not finding.problems,
        "details": finding.problems[:50],
    }


@contextmanager
def _one_moment() -> Iterator[None]:
    """A read-only transaction with one snapshot; inside a caller's transaction, that one."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


# After so many attempts (over half an hour) a failure is not temporary, and a person must act.
STUCK_AFTER = 10


@integrity_check("core.events-get-through")
def events_get_through() -> CheckResult:
    """No delivery of an event keeps failing."""
    waiting = Delivery.objects.filter(done_at=None)
    stuck = waiting.filter(attempts__gte=STUCK_AFTER).select_related("event").order_by("pk")
    problems = [f"{d.event} → {d.handler}: failed {d.attempts} times, last {d.last_error[:200]}" for d in stuck]
    return CheckResult(Delivery.objects.count(), problems)
