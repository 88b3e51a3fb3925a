"""`core.rows` sends the SQL that the ORM would: a Django upgrade that changes it fails here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql import InsertQuery, UpdateQuery
from psycopg.types.numeric import Int2, Int4, Int8

from core import rows
from payments.models import WebhookEndpoint

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for room in ("core", "orders", "payments")
    for model in apps.get_app_config(room).get_models()
    if not any(hasattr(field, "get_placeholder") for field in model._meta.concrete_fields)
]
# The ORM casts integers for server-side binding; ours are bound by the client.
WIDTHS = (Int2, Int4, Int8)
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def plain(values: Sequence[Any]) -> list[str]:
    return [repr(int(value) if isinstance(value, WIDTHS) else value) for value in values]


@each_model
def test_select_is_the_orms_statement(model: type[Model]) -> None:
    name = model._meta.pk.attname
    query = model._base_manager.filter(**{name: None}).order_by("pk").query
    query.where.children.clear()
    sql, _params = query.get_compiler(connection=connection).as_sql()
    table = rows.table_of(model)
    ours = rows._select_sql(model, "TRUE", lock=False).replace(" WHERE TRUE", "")
    assert ours == sql.replace(f"{table}.", "").replace(" ASC", "")


@each_model
@time_machine.travel(datetime(2026, 11, 30, tzinfo=UTC), tick=False)
def test_insert_is_the_orms_statement_and_values(model: type[Model]) -> None:
    row = model()
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or row.pk is not None]
    fields = [field for field in fields if not isinstance(getattr(row, field.attname), DatabaseDefault)]
    query = InsertQuery(model)
    query.insert_values(fields, [row], raw=False)
    ((sql, params),) = query.get_compiler(connection=connection).as_sql()
    ours, values, _returned = rows._insert_sql(model, rows._set_columns(row), 1)
    assert ours.partition(" RETURNING")[0] == sql
    assert plain([value(row, add=True) for value in values]) == plain(params)


@each_model
@time_machine.travel(datetime(2026, 11, 30, tzinfo=UTC), tick=False)
def test_update_is_the_orms_statement_and_values(model: type[Model]) -> None:
    row = model()
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    fields = [field for field in fields if not isinstance(getattr(row, field.attname), DatabaseDefault)]
    query = UpdateQuery(model)
    query.add_update_fields([(field, None, field.pre_save(row, add=False)) for field in fields])
    sql, params = query.get_compiler(connection=connection).as_sql()
    ours, values = rows._update_sql(model, tuple(field.attname for field in fields))
    # The ORM writes NULL into the statement, we send it as a parameter.
    assert ours.partition(" WHERE")[0] == sql.replace("= NULL", "= %s")
    assert plain([v for value in values if (v := value(row, add=False)) is not None]) == plain(params)


def test_column_with_a_cast_of_its_own_is_refused() -> None:
    with pytest.raises(TypeError, match=r"payments\.WebhookEndpoint\.enabled_events"):
        rows._insert_sql(WebhookEndpoint, rows._set_columns(WebhookEndpoint()), 1)
