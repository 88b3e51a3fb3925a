"""Reads that the ORM compiles once for each call site: building SQL takes it longer than PostgreSQL needs to run it.

    _managed = compiled_query(lambda user_id: Seller.objects.filter(memberships__user=user_id), int)
    sellers = _managed(7)

The function is called once, with marks in place of its arguments; where they arrive in the statement, each call puts
its own values. Rows, joins, annotations and prefetches stay the ORM's own. What depends on a value otherwise (None, a
list, a condition in Python) cannot be compiled once and is refused.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)

_MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 2_000_000_011 + number,
    str: lambda number: f"compiled-query-mark-{number}",
}
registry: list["CompiledQuery[Any]"] = []  # for the test that holds each to the ORM


class CompiledQuery(Generic[M]):
    """A queryset's statement with places for values."""

    def __init__(self, build: "Callable[..., QuerySet[M]]", types: tuple[type, ...]) -> None:
        self.build, self.types = build, types
        registry.append(self)

    def __call__(self, *values: Any) -> list[M]:
        """The rows for these values, in one statement (and those of its prefetches)."""
        template, compiler, sql, _params = self._compiled
        bound = sql, self.params(*values)
        rows = type(template)(model=template.model, query=_Bound(template.query, compiler, bound))  # type: ignore[arg-type]
        rows._iterable_class = template._iterable_class
        rows._prefetch_related_lookups = template._prefetch_related_lookups  # type: ignore[attr-defined]
        return list(rows)

    def params(self, *values: Any) -> tuple[Any, ...]:
        """The statement's parameters for these values. TypeError for a value of another type."""
        if tuple(map(type, values)) != self.types:
            raise TypeError(f"{self.types} are due, not {values!r}")
        return tuple(param if place is None else type(param)(values[place]) for param, place in self._compiled[3])

    @property
    def sql(self) -> str:
        return self._compiled[2]

    @cached_property
    def _compiled(self) -> "tuple[QuerySet[M], SQLCompiler, str, list[tuple[Any, int | None]]]":
        """The queryset with marks, its compiler, its SQL, and each parameter with the place of its value."""
        marks = [_MARKS[kind](number) for number, kind in enumerate(self.types)]
        template = self.build(*marks)
        compiler = template.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, every_param = compiler.as_sql()
        params = [(param, next((n for n, mark in enumerate(marks) if param == mark), None)) for param in every_param]
        missing = set(range(len(marks))) - {place for _param, place in params}
        if missing:
            raise TypeError(f"values {sorted(missing)} are no parameters of their own in: {sql}")
        return template, compiler, sql, params


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


def compiled_query(build: "Callable[..., QuerySet[M]]", *types: type) -> CompiledQuery[M]:
    """Keep the statement of the queryset that `build` makes of values of these types."""
    return CompiledQuery(build, types)
