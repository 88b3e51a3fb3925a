"""The one way every call of the SDK keeps its key."""

from collections.abc import Callable, Mapping
from typing import Any

from core.idempotency import fingerprint, once
from payments.mode import livemode


def made_once(method: str, key: str, asked: Mapping[str, Any], run: Callable[[], str]) -> str:
    """The id of what `run` made under this key, made now or earlier."""
    scope = f"sdk:{'live' if livemode() else 'test'}"
    return once(scope, key, fingerprint(method, dict(asked)), run)
