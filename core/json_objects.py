"""JSON objects of columns, made by PostgreSQL and read by orjson: in lists of cards each row has several."""

from typing import Any

import orjson
from django.db.models import JSONField
from django.db.models.functions import JSONObject


class _Objects(JSONField):
    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else orjson.loads(value)


class JsonObject(JSONObject):
    """`JSONObject(name=F("name"))`: a dict in Python, or None for no row."""

    output_field = _Objects()
