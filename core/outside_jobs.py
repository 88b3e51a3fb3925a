"""Jobs that wait for a server of others: a slow one leaves room for the jobs that buyers wait for.

A job worker runs a few jobs at once. If a gateway answers after 20 seconds, questions to it would fill all places, and
no event of an order would be delivered meanwhile.
"""

from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore
from typing import ParamSpec

AT_ONCE = 2  # of a worker's jobs (`--concurrency 4`)
SOON = 1  # seconds until another try, where a job has no interval of its own
P = ParamSpec("P")

_places = BoundedSemaphore(AT_ONCE)


def calls_outside(again: Callable[P, object]) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Of a job: where AT_ONCE others wait for an answer, it calls `again` with its arguments, which enqueues it for
    later, and does nothing else.
    """

    def decorate(job: Callable[P, None]) -> Callable[P, None]:
        @wraps(job)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            if not _places.acquire(blocking=False):
                again(*args, **kwargs)
                return
            try:
                job(*args, **kwargs)
            finally:
                _places.release()

        return run

    return decorate
