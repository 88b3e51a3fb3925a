"""What `verify` finds wrong, of the rooms that a test is about."""

from core.integrity import check_integrity


def mismatches(*rooms: str) -> list[dict[str, object]]:
    """The checks of these rooms ("payments") that fail; of all rooms where none is named."""
    return [result for result in check_integrity(*rooms) if not result["ok"]]
