"""Rows as the API's objects, in Stripe's shapes: one file an object, used by `/v1` and by the snapshots of events."""

from typing import Any

from django.db.models import Model

from payments.events.serializers.registry import kind_of

# The version of Stripe's API whose shapes these are. Whatever `Stripe-Version` asks for, there is only this one.
API_VERSION = "2026-10-28.endive"


def render(row: Model) -> dict[str, Any]:
    """The object of a row as it is now: read again with all that belongs to it (2 or 3 statements)."""
    kind = kind_of(row)
    return kind.render(kind.rows().get(pk=row.pk))
