"""Simple statements of hot paths, built once for each table: the ORM takes longer to build an INSERT by key
than the database to do it. Rows, values and types are the ORM's own; nothing here filters, joins or sends signals.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

M = TypeVar("M", bound=Model)


def insert(row: M) -> M:
    """Write a new row, as `save(force_insert=True)` does."""
    insert_all([row])
    return row


def insert_all(rows: Sequence[Model]) -> None:
    """Write new rows of one table in their order, in one statement; what the database gave them is set."""
    model = type(rows[0])
    columns = _set_columns(rows[0])
    sql, written, returned = _insert_sql(model, columns, len(rows))
    params = [value(row, add=True) for row in rows for value in written]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        returned_rows = cursor.fetchall() if returned else [()] * len(rows)
    for row, values in zip(rows, returned_rows, strict=True):
        for name, value in zip(returned, values, strict=True):
            setattr(row, name, value)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row: Model, *names: str) -> None:
    """Write these fields of a row that exists, as `save(update_fields=names)` does. LookupError where it is gone."""
    sql, written = _update_sql(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(value(row, add=False) for value in written), row.pk])
        if cursor.rowcount != 1:
            raise LookupError(f"{row!r} is not there to be updated")


def select(model: type[M], *, lock: bool = False, **equal: Any) -> list[M]:
    """The rows whose columns have these values, in primary-key order; locked as by `core.locks.lock_rows`."""
    return where(model, _equal(model, tuple(equal)), list(equal.values()), lock=lock)


def where(model: type[M], condition: str, params: Sequence[Any], *, lock: bool = False) -> list[M]:
    """The same by a condition in SQL, spelled out in the code."""
    sql = _select_sql(model, condition, lock)
    names, converters = _columns(model)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = [list(values) for values in cursor.fetchall()]
    for values in rows:
        for place, convert in converters:
            values[place] = convert(values[place], None, connection)
    return [model.from_db(DEFAULT_DB_ALIAS, names, values) for values in rows]


def keep_beside(row: Model, relation: str, rows: Sequence[Model]) -> None:
    """Let a reverse relation of a row hold these rows, as `prefetch_related` does."""
    manager = getattr(row, relation)
    for one in rows:
        setattr(one, manager.field.name, row)
    held = manager.all()
    held._result_cache, held._prefetch_done = list(rows), True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = held


class _Value(Protocol):
    """What is written of a row into one column."""

    def __call__(self, row: Model, *, add: bool) -> Any: ...


# Of these the attribute is what is written; a moment may be one that the field sets by itself.
_PLAIN = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.ForeignKey)


def _value(field: "Field[Any, Any]") -> _Value:
    if hasattr(field, "get_placeholder"):
        raise TypeError(f"{field} is more than a value: write it by the ORM")
    if isinstance(field, _PLAIN):
        return lambda row, add: row.__dict__[field.attname]
    if isinstance(field, models.DateTimeField):
        return lambda row, add: field.pre_save(row, add)
    return lambda row, add: field.get_db_prep_save(field.pre_save(row, add), connection)


@cache
def _fields(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    return tuple(model._meta.concrete_fields)


def _set_columns(row: Model) -> tuple[str, ...]:
    """The columns that have a value; the others the database fills: numbers of its own, and its defaults."""
    values = row.__dict__
    pk = row._meta.pk.attname
    return tuple(
        name
        for name in _columns(type(row))[0]
        if not isinstance(values[name], DatabaseDefault) and (name != pk or values[name] is not None)
    )


@cache
def _insert_sql(model: type[Model], columns: tuple[str, ...], count: int) -> tuple[str, list[_Value], list[str]]:
    written = [field for field in _fields(model) if field.attname in columns]
    returned = [field for field in _fields(model) if field.attname not in columns]
    values = f"({', '.join(['%s'] * len(written))})"
    sql = f"INSERT INTO {_table(model)} ({_list(written)}) VALUES {', '.join([values] * count)}"  # noqa: S608
    if returned:
        sql += f" RETURNING {_list(returned)}"
    return sql, [_value(field) for field in written], [field.attname for field in returned]


@cache
def _update_sql(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[_Value]]:
    fields = [_field(model, name) for name in names]
    changes = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    sql = f"UPDATE {_table(model)} SET {changes} WHERE {_pk(model)} = %s"  # noqa: S608
    return sql, [_value(field) for field in fields]


@cache
def _equal(model: type[Model], names: tuple[str, ...]) -> str:
    return " AND ".join(f"{_quoted(_field(model, name))} = %s" for name in names)


@cache
def _select_sql(model: type[Model], condition: str, lock: bool) -> str:
    sql = f"SELECT {_list(_fields(model))} FROM {_table(model)} WHERE {condition} ORDER BY {_pk(model)}"  # noqa: S608
    return f"{sql} FOR NO KEY UPDATE" if lock else sql


@cache
def _columns(model: type[Model]) -> tuple[list[str], list[tuple[int, Callable[..., Any]]]]:
    """The names of all columns, and what makes Python's values of some (JSON)."""
    fields = _fields(model)
    converters = [
        (place, convert) for place, field in enumerate(fields) for convert in field.get_db_converters(connection)
    ]
    return [field.attname for field in fields], converters


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return next(field for field in _fields(model) if name in (field.name, field.attname))


def _list(fields: Sequence["Field[Any, Any]"]) -> str:
    return ", ".join(_quoted(field) for field in fields)


def _quoted(field: "Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _pk(model: type[Model]) -> str:
    return _quoted(model._meta.pk)
