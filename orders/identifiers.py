"""Ids as they come from outside."""

from uuid import UUID

NOBODY = UUID(int=0)  # no row has it


def read_uuid(value: UUID | str) -> UUID:
    """The id of a checkout or order; for what can be none, one that no row has, so that it is simply not found."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value)
    except ValueError:
        return NOBODY
