"""The variants or photos of a product as a column of its own row, so that they need no statement of their own."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, QuerySet

from core.json_objects import JsonObject


def objects_of(rows: "QuerySet[Any]", columns: Iterable[str]) -> ArraySubquery:
    """The rows in their order, as objects of these columns."""
    ordered = rows.order_by("position", "id")
    return ArraySubquery(ordered.values(_json=JsonObject(**{name: F(name) for name in columns})))
