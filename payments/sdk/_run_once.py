"""Idempotency of the SDK's calls."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from core.idempotency import request_hash, run_once
from payments.base.mode import livemode

T = TypeVar("T")


def create_once(method: str, key: str, arguments: Mapping[str, Any], run: Callable[[], str]) -> str:
    """The id of the object that `run` creates under this key, now or in an earlier call."""
    scope = f"sdk:{'live' if livemode() else 'test'}"
    return run_once(scope, key, request_hash(method, dict(arguments)), run)


def create_or_retrieve(
    method: str, key: str, arguments: Mapping[str, Any], run: Callable[[], tuple[str, T]], known: Callable[[str], T]
) -> T:
    """The object that `run` creates under this key, without reading it again.

    The object of an earlier call is read by `known`.
    """
    fresh: list[T] = []

    def make() -> str:
        id, result = run()
        fresh.append(result)
        return id

    id = create_once(method, key, arguments, make)
    return fresh[0] if fresh else known(id)
