"""What an update changed: the attributes as they were, in the shape of Stripe's `previous_attributes`."""

from collections.abc import Mapping
from typing import Any


def previous_attributes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Of two renderings of one object only what differs, with its old values: of a nested hash the names that changed,
    of a list the whole old list; a name that was not there before is null."""
    changed: dict[str, Any] = {}
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            if inside := previous_attributes(old, new):
                changed[name] = inside
        elif old != new:
            changed[name] = old
    return changed
