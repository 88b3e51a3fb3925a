"""One run of a compiled query: what its closures share, and what resolvers are given as `info`."""

from collections.abc import Callable, Iterable
from functools import cached_property
from time import monotonic
from typing import Any

from graphql import GraphQLSchema, default_field_resolver
from graphql.execution.values import get_argument_values

from core.graphql import limits
from core.graphql.limits import VALUE_BYTES


class Uncovered(BaseException):
    """The closures do not cover this. Not an `Exception`, so that no resolver takes it for an error of its own."""


class Run:
    """The values of one request, and the fields that wait for a batch."""

    __slots__ = (
        "arguments", "context", "counts", "ends_at", "infos", "names", "root", "roots", "size", "unplaced",
        "variables", "waiting",
    )  # fmt: skip

    def __init__(
        self, names: list[tuple[str, ...]], root: Any, context: Any, variables: dict[str, Any], *, counts: bool
    ) -> None:
        """`counts`: the answer may be large, so its size is watched while it grows."""
        self.names, self.root, self.context, self.variables = names, root, context, variables
        self.counts, self.size = counts, 0
        self.ends_at = monotonic() + limits.MAX_SECONDS
        self.arguments: dict[Resolved, dict[str, Any]] = {}
        self.infos: dict[Resolved, Info] = {}
        # Of the objects that are being made: the place of each field, its promise, and its closure.
        self.unplaced: list[tuple[tuple[int, int], Any, Callable[[Run, Any], Any]]] = []
        self.waiting: list[tuple[dict[str, Any], str, Any, Callable[[Run, Any], Any]]] = []
        self.roots: dict[int | str, Any] = {}  # what the resolvers of the roots gave, by response name

    def check_time(self) -> None:
        if monotonic() > self.ends_at:
            raise Uncovered("too slow: graphql-core words the error")

    def finish(self, number: int, answer: dict[str, Any]) -> None:
        """The object of this number is made but for its promises, which wait from now on."""
        if self.unplaced:
            names = self.names[number]
            for (of, index), deferred, complete in self.unplaced:
                if of == number:
                    self.waiting.append((answer, names[index], deferred, complete))
            self.unplaced = [each for each in self.unplaced if each[0][0] != number]
        if self.counts:
            self.count(answer.values())

    def count(self, values: Iterable[Any]) -> None:
        for value in values:
            if isinstance(value, list):
                self.count(value)
            elif not isinstance(value, dict):
                self.size += VALUE_BYTES + (len(value) if isinstance(value, str) else 0)
        if self.size > limits.MAX_ANSWER_BYTES:
            raise Uncovered("too large: graphql-core words the error")

    def answer(self, operation: "Callable[[Run, Any], Any]") -> Any:
        """The whole answer: batches are loaded until no field waits, in the rounds of `DeferredExecutionContext`."""
        answer = operation(self, self.root)
        while self.waiting:
            batch, self.waiting = self.waiting, []
            for _, _, deferred, _ in batch:
                deferred.loader.dispatch()
            for part, name, deferred, complete in batch:
                part[name] = complete(self, deferred.value())
            if self.unplaced:
                raise Uncovered("a loaded value that waits for another")
        return answer


class Raised:
    """The exception of a root's resolver."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


class Resolved:
    """A field with its own resolver: its constant part, made once for each plan."""

    def __init__(
        self, schema: GraphQLSchema, parent: Any, node: Any, field: Any, find: Callable[[], frozenset[str]]
    ) -> None:
        self.schema, self.parent, self.node, self.field, self._find = schema, parent, node, field, find
        self.resolve: Callable[..., Any] = field.resolve or default_field_resolver
        self.has_arguments = bool(field.args)

    @cached_property
    def selected(self) -> frozenset[str]:
        return self._find()

    def call(self, run: Run, source: Any) -> Any:
        info = run.infos.get(self) or self.info(run)
        if not self.has_arguments:
            return self.resolve(source, info)
        arguments = run.arguments.get(self)
        if arguments is None:
            arguments = run.arguments[self] = get_argument_values(self.field, self.node, run.variables)
        return self.resolve(source, info, **arguments)

    def info(self, run: Run) -> "Info":
        """The run's info of this field."""
        info = run.infos[self] = Info(self, run)
        return info


class Info:
    """`GraphQLResolveInfo` without what names the place in the document or in the answer."""

    __slots__ = ("_resolved", "context", "root_value", "variable_values")

    def __init__(self, resolved: Resolved, run: Run) -> None:
        self._resolved = resolved
        self.context, self.root_value, self.variable_values = run.context, run.root, run.variables

    @property
    def field_name(self) -> str:
        return str(self._resolved.node.name.value)

    @property
    def parent_type(self) -> Any:
        return self._resolved.parent

    @property
    def return_type(self) -> Any:
        return self._resolved.field.type

    @property
    def schema(self) -> GraphQLSchema:
        return self._resolved.schema

    @property
    def selected(self) -> frozenset[str]:
        """As `core.graphql.selection.selected`."""
        return self._resolved.selected

    def __getattr__(self, name: str) -> Any:
        raise Uncovered(f"a resolver reads info.{name}")
