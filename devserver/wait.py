"""Polls for a condition."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(ready: Callable[[], T], seconds: float, every: float = 0.03) -> T:
    """The result of `ready` as soon as it is true; its last result after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (answer := ready()) and time.monotonic() < deadline:
        time.sleep(every)
    return answer
