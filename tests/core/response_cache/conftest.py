"""A listener of the test's own database, and a store that is on."""

from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest

from core.response_cache import middleware
from core.response_cache.listener import Listener
from core.response_cache.store import ResponseStore
from core.response_cache.versions import read_versions


def until(is_so: Callable[[], object], seconds: float = 20) -> None:
    """Wait for a condition, which the listener's thread brings about."""
    deadline = monotonic() + seconds
    while not is_so():
        assert monotonic() < deadline
        sleep(0.002)


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch, settings) -> Iterator[Listener]:
    own = Listener(lambda: settings.DATABASES["default"])
    monkeypatch.setattr(middleware, "listener", own)
    monkeypatch.setattr(middleware, "store", ResponseStore(32_000_000))
    own.ensure_started()
    until(own.known)
    yield own
    own.stop()


@pytest.fixture
def informed(listener: Listener) -> Callable[[], None]:
    """Wait until this process knows of everything that is committed."""

    def wait() -> None:
        committed = read_versions()
        until(lambda: (known := listener.known()) is not None and known.versions >= committed)

    return wait
