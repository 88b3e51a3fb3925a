"""Reads that the ORM compiles once for each call site: building SQL takes it longer than PostgreSQL needs to run it.

    _managed = compiled_query(lambda user_id: Seller.objects.filter(memberships__user=user_id), int)
    sellers = _managed(7)

The function is called once for each shape, with marks in place of its arguments; where they arrive in the statement,
each call puts its own values. Rows, values, joins, annotations, prefetches and locks stay the ORM's own. A list is one
parameter of the lookup `any_of`. What decides the form of the statement (a flag, a number of words) is the shape,
given by keywords: `_found("xoai", newest_first=True)`. Other dependence on a value (None, a condition in Python)
cannot be compiled once and is refused.
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Lookup, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=Model)

_MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 2_000_000_011 + number,
    str: lambda number: f"compiled-query-mark-{number}",
    UUID: lambda number: UUID(int=2_000_000_011 + number),
    datetime: lambda number: datetime(1907, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
    date: lambda number: date(1907, 1, 1) + timedelta(days=number),
    list: lambda number: [2_000_000_011 + number],  # of whole numbers
}
_SHAPES = 64  # of one call site; further ones replace those asked longest ago
registry: list["CompiledQuery[Any]"] = []  # for the test that holds each to the ORM


@Field.register_lookup
class AnyOf(Lookup):
    """`pk__any_of=[…]`: `pk__in` with one parameter for a list of any length. A relation takes it behind its key."""

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[Any]:
        return [self.lhs.output_field.get_prep_value(value) for value in self.rhs]

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", ([self.lhs.output_field.get_db_prep_value(one, connection, prepared=True) for one in value],)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_params, *right_params)


class CompiledQuery(Generic[M]):
    """A queryset's statement with places for values."""

    def __init__(self, build: "Callable[..., QuerySet[M, Any]]", types: tuple[type, ...]) -> None:
        self.build, self.types = build, types
        self._compiled = lru_cache(_SHAPES)(self._compile)
        registry.append(self)

    def __call__(self, *values: Any, **shape: Any) -> list[Any]:
        """The rows for these values, in one statement (and those of its prefetches)."""
        template, compiler, sql, _params = self._compiled(**shape)
        if template.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("rows are locked in a transaction only")
        bound = sql, self.params(*values, **shape)
        rows: Any = type(template)(model=template.model, query=_Bound(template.query, compiler, bound))  # type: ignore[arg-type]
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(rows, name, getattr(template, name))
        return list(rows)

    def params(self, *values: Any, **shape: Any) -> tuple[Any, ...]:
        """The statement's parameters for these values. TypeError for a value of another type."""
        if tuple(map(type, values)) != self.types:
            raise TypeError(f"{self.types} are due, not {values!r}")
        places = self._compiled(**shape)[3]
        return tuple(param if place is None else _as(param, values[place]) for param, place in places)

    def sql(self, **shape: Any) -> str:
        return self._compiled(**shape)[2]

    def _compile(self, **shape: Any) -> "tuple[QuerySet[M, Any], SQLCompiler, str, list[tuple[Any, int | None]]]":
        """The queryset with marks, its compiler, its SQL, and each parameter with the place of its value."""
        marks = [_MARKS[kind](number) for number, kind in enumerate(self.types)]
        template = self.build(*marks, **shape)
        compiler = template.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, every_param = compiler.as_sql()
        params = [(param, next((n for n, mark in enumerate(marks) if param == mark), None)) for param in every_param]
        missing = set(range(len(marks))) - {place for _param, place in params}
        if missing:
            raise TypeError(f"values {sorted(missing)} are no parameters of their own in: {sql}")
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        converters, has_composite = compiler.get_converters(columns), compiler.has_composite_fields(columns)
        compiler.get_converters = lambda expressions: converters
        compiler.has_composite_fields = lambda expressions: has_composite
        return template, compiler, sql, params


def _as(param: Any, value: Any) -> Any:
    """The value as the database adapter's type of its mark: whole numbers carry the width of their column."""
    if isinstance(param, list):
        return [_as(param[0], one) for one in value]
    return type(param)(value) if isinstance(param, int) else value


class _Bound:
    """The query of a queryset whose statement is known: it only hands out a compiler."""

    def __init__(self, query: Any, compiler: SQLCompiler, statement: tuple[str, tuple[Any, ...]]) -> None:
        self._query, self._compiler, self._statement = query, compiler, statement

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, using: str, *args: Any, **kwargs: Any) -> SQLCompiler:
        compiler = copy(self._compiler)
        compiler.connection = connections[using]  # this thread's
        compiler.as_sql = lambda *args, **kwargs: self._statement  # type: ignore[method-assign]
        return compiler


def compiled_query(build: "Callable[..., QuerySet[M, Any]]", *types: type) -> CompiledQuery[M]:
    """Keep the statement of the queryset that `build` makes of values of these types."""
    return CompiledQuery(build, types)
