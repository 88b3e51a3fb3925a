"""Which call of the API is at work: what it causes is told with its request's id and key, as Stripe's events do."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """A request of the API; both empty where our own code acts."""

    request_id: str = ""  # req_…
    idempotency_key: str = ""


_nobody = Caller()
_caller: ContextVar[Caller] = ContextVar("payments_caller", default=_nobody)


def caller() -> Caller:
    """Whose call is at work here and now."""
    return _caller.get()


@contextmanager
def calling(request_id: str, idempotency_key: str = "") -> Iterator[None]:
    """Everything inside was caused by this request."""
    token = _caller.set(Caller(request_id, idempotency_key))
    try:
        yield
    finally:
        _caller.reset(token)
