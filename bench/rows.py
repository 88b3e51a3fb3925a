"""`python -m bench.rows`: one row written, changed and read by `core.rows` and by the ORM, alternately in one run.

It compares the processor time of this process for each statement; the database's time is the same for both.
"""

import time
from collections.abc import Callable
from statistics import median

from bench.database import own_database

TURNS = 21
STATEMENTS = 200


def main() -> None:
    with own_database():
        _compare()


def _compare() -> None:
    from django.db import transaction

    from core import rows
    from core.models import Event
    from marketplace import tables

    tables.migrate()
    with transaction.atomic():
        event = rows.insert(Event(type="bench", payload={"n": 1}))
        pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "insert": (
                lambda: rows.insert(Event(type="bench", payload={"n": 1})),
                lambda: Event(type="bench", payload={"n": 1}).save(force_insert=True),
            ),
            "update": (lambda: rows.update(event, "type"), lambda: event.save(update_fields=["type"])),
            "select": (lambda: rows.select(Event, id=event.pk), lambda: list(Event.objects.filter(pk=event.pk))),
        }
        print(f"{'':8}{'rows µs':>9}{'ORM µs':>9}{'ratio':>7}")
        for name, (ours, orms) in pairs.items():
            turns = [(_microseconds(ours), _microseconds(orms)) for _ in range(TURNS)]
            row, orm = median(turn[0] for turn in turns), median(turn[1] for turn in turns)
            print(f"{name:8}{row:>9.0f}{orm:>9.0f}{median(b / a for a, b in turns):>7.1f}")
        transaction.set_rollback(True)


def _microseconds(statement: Callable[[], object]) -> float:
    before = time.process_time()
    for _ in range(STATEMENTS):
        statement()
    return (time.process_time() - before) / STATEMENTS * 1e6


if __name__ == "__main__":
    main()
