"""Waiting for something to become true, without waiting longer than needed."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(ready: Callable[[], T], seconds: float, every: float = 0.03) -> T:
    """What `ready` says as soon as that is true; its last word after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (answer := ready()) and time.monotonic() < deadline:
        time.sleep(every)
    return answer
