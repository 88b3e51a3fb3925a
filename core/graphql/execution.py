"""Execution with a time limit and a limit of the answer's size, which the cost of a query cannot predict."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from graphql import FieldNode, GraphQLError, GraphQLObjectType
from graphql.execution.execute import get_field_def
from graphql.pyutils import Path

from core.graphql import limits
from core.graphql.compiled.run import Raised
from core.graphql.deferred import DeferredExecutionContext
from core.graphql.limits import VALUE_BYTES
from core.graphql.refusals import note_nothing


class _Stopped(BaseException):
    """A limit is exceeded. Not an `Exception`, so that it ends a whole root field instead of one value in it."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message, self.code = message, code


@dataclass(frozen=True)
class Begun:
    """A query that its closures could not finish: when its time ends, and what its roots' resolvers gave by then."""

    ends_at: float
    roots: dict[str, Any]

    def resolve(self, ask: Callable[..., Any], root: Any, info: Any, **arguments: Any) -> Any:
        """graphql-core's middleware: a root that was resolved is not asked again, since it may count its calls."""
        if info.path.prev is not None or info.path.key not in self.roots:
            return ask(root, info, **arguments)
        value = self.roots[info.path.key]
        if isinstance(value, Raised):
            raise value.error
        return value


class LimitedExecutionContext(DeferredExecutionContext):
    """Ends a root field with an error (codes TIMEOUT, ANSWER_TOO_LARGE) and does not begin the next one.

    Completed mutations stay completed, and their answers are returned as far as known.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        begun: Begun | None = getattr(self.context_value, "begun", None)
        self._ends_at = begun.ends_at if begun else monotonic() + limits.MAX_SECONDS
        self._resolved = begun.roots if begun else {}
        self._bytes = 0

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_nodes: list[FieldNode], path: Path
    ) -> Any:
        if path.prev is not None:
            self._check()
            return super().execute_field(parent_type, source, field_nodes, path)
        try:
            if path.key not in self._resolved:
                self._check()
            value = super().execute_field(parent_type, source, field_nodes, path)
            if value is None:
                note_nothing(field_nodes, self.variable_values)
            return value
        except _Stopped as stopped:
            field = get_field_def(self.schema, parent_type, field_nodes[0])
            if field is not None:
                self.handle_field_error(_error(stopped, field_nodes, path), field.type, path)
            return None

    def complete_waiting(self) -> None:
        try:
            super().complete_waiting()
        except _Stopped as stopped:
            self._waiting = []
            self.collected_errors.add(_error(stopped), None)

    def complete_leaf_value(self, return_type: Any, result: Any) -> Any:  # type: ignore[override]
        value = super().complete_leaf_value(return_type, result)
        self._bytes += VALUE_BYTES + (len(value) if isinstance(value, str) else 0)
        return value

    def _check(self) -> None:
        if monotonic() > self._ends_at:
            raise _Stopped(f"The request takes longer than {limits.MAX_SECONDS:g} seconds.", "TIMEOUT")
        if self._bytes > limits.MAX_ANSWER_BYTES:
            message = f"The answer is larger than {limits.MAX_ANSWER_BYTES} bytes. Ask for smaller pages."
            raise _Stopped(message, "ANSWER_TOO_LARGE")


def _error(stopped: _Stopped, nodes: list[FieldNode] | None = None, path: Path | None = None) -> GraphQLError:
    extensions = {"exception": {"code": stopped.code}}
    return GraphQLError(stopped.message, nodes, path=path.as_list() if path else None, extensions=extensions)
