"""payOS's signature: HMAC-SHA256 over k=v&…, sorted by key."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import orjson


def sign(data: Mapping[str, Any], secret: str) -> str:
    """The signature of an object; "" without a secret. For a request, `data` has only the fields that payOS names."""
    if not secret:
        return ""
    line = "&".join(f"{key}={_said(data[key])}" for key in sorted(data))
    return hmac.new(secret.encode(), line.encode(), hashlib.sha256).hexdigest()


def _said(value: Any) -> str:
    """A value as payOS's own library writes it: null is empty, lists are JSON with sorted objects."""
    if value is None or value in ("null", "undefined"):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        ordered = [dict(sorted(item.items())) if isinstance(item, dict) else item for item in value]
        return orjson.dumps(ordered).decode()
    if isinstance(value, dict):
        return "[object Object]"
    return str(value)
