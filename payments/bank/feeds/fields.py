"""Parse the fields of feeds' messages: each value is checked, or Unreadable is raised with the field's name."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson

from core import clock
from core.money import MAX_DONG
from payments.bank.feeds.base import Unreadable

_YEARS = range(2000, 2100)  # as in files; moments outside of it cannot be converted to a time zone


def json_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object of a body; None where the body is not one."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def part(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object within a message."""
    found = data.get(name)
    if not isinstance(found, dict):
        raise Unreadable(name)
    return found


def text(data: Mapping[str, Any], name: str, limit: int = 500) -> str:
    """A text, "" where there is none; without NUL, which PostgreSQL cannot store."""
    found = data.get(name)
    if found is None:
        return ""
    if not isinstance(found, str | int) or isinstance(found, bool):
        raise Unreadable(name)
    return str(found).replace("\x00", "").strip()[:limit]


def needed(data: Mapping[str, Any], name: str, limit: int = 100) -> str:
    """A required text."""
    found = text(data, name, limit)
    if not found:
        raise Unreadable(name)
    return found


def dong(data: Mapping[str, Any], name: str) -> int:
    """Whole đồng, with their sign."""
    found = data.get(name)
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if not isinstance(found, int) or isinstance(found, bool) or abs(found) > MAX_DONG:
        raise Unreadable(name)
    return found


def moment(data: Mapping[str, Any], name: str) -> datetime:
    """A moment of this century; without a zone it is on a clock in Việt Nam."""
    try:
        found = datetime.fromisoformat(needed(data, name))
    except ValueError as error:
        raise Unreadable(name) from error
    if found.year not in _YEARS:
        raise Unreadable(name)
    return found if found.tzinfo else found.replace(tzinfo=clock.VIETNAM)


def is_recent(seconds: float, tolerance: timedelta) -> bool:
    """Whether a Unix time lies within the tolerance of now."""
    return abs(clock.now().timestamp() - seconds) <= tolerance.total_seconds()


def same(signature: str, expected: str) -> bool:
    """Whether two texts are equal, compared in constant time. An empty secret equals nothing."""
    return bool(expected) and hmac.compare_digest(signature.encode(), expected.encode())
