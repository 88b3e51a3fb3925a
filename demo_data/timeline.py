"""The pilot's past in chronological order, so that later rows also have higher ids."""

import heapq
from collections.abc import Callable
from datetime import datetime

from demo_data import time_travel

Step = Callable[[], object]


class Timeline:
    """Steps with their times. A step may add others, at its own time or later.

    `between` is called before each and may raise, to cancel the seeding.
    """

    def __init__(self, between: Callable[[], None] = lambda: None) -> None:
        self._between = between
        self._steps: list[tuple[datetime, int, Step]] = []
        self._added = 0

    def at(self, moment: datetime, step: Step) -> None:
        self._added += 1
        heapq.heappush(self._steps, (moment, self._added, step))

    def run(self, until: datetime) -> None:
        """Run every step up to `until` with the clock set to its time; later steps are dropped."""
        while self._steps and self._steps[0][0] <= until:
            self._between()
            moment, _number, step = heapq.heappop(self._steps)
            with time_travel.travel_to(moment):
                step()
