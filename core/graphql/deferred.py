"""Loaders that batch without an event loop: one batch answers all waiting fields.

A resolver returns `loader.load(key)`. Execution leaves a slot in the answer and continues. When nothing is left to run,
each loader loads all pending keys in one batch and the slots are completed, which may create new ones, until none is
left. graphql-core can wait only for coroutines, which Django's ORM refuses.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from graphql import ExecutionContext, FieldNode, GraphQLError, GraphQLObjectType, is_non_null_type, located_error
from graphql.execution.execute import get_field_def
from graphql.pyutils import Path

Batch = Callable[[Sequence[Any]], Mapping[Any, Any]]


class Loader:
    """Loads keys in batches. It exists for one request only, so that its cache never mixes the data of two users."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[Hashable, Any] = {}
        self._pending: dict[Hashable, None] = {}

    def load(self, key: Hashable) -> "Deferred":
        """A promise of the key's value; a key the batch does not answer has the value None."""
        if key not in self._known:
            self._pending[key] = None
        return Deferred(self, key)

    def get(self, key: Hashable) -> Any:
        """The key's value where it is known already; else a promise of it."""
        return self._known[key] if key in self._known else self.load(key)

    def prime(self, key: Hashable, value: Any) -> None:
        """Make a value known that another statement has read."""
        self._known[key] = value

    def dispatch(self) -> None:
        """Load all pending keys in one batch."""
        if self._pending:
            pending, self._pending = list(self._pending), {}
            values = self._batch(pending)
            self._known.update((key, values.get(key)) for key in pending)

    def value(self, key: Hashable) -> Any:
        return self._known[key]


class Deferred:
    """A value that a loader has after its next batch, with its conversion."""

    def __init__(self, loader: Loader, key: Hashable, then: Callable[[Any], Any] | None = None) -> None:
        self.loader = loader
        self._key = key
        self._then = then

    def then(self, make: Callable[[Any], Any]) -> "Deferred":
        """The value, converted once it is loaded."""
        before = self._then
        return Deferred(self.loader, self._key, make if before is None else lambda value: make(before(value)))

    def value(self) -> Any:
        value = self.loader.value(self._key)
        return value if self._then is None else self._then(value)


class _Bubble(Exception):
    """A non-null field is null: the nearest nullable parent becomes null."""


class _Slot:
    """A place in the answer whose value comes later, or a nullable parent of such places."""

    __slots__ = ("broken", "nullable", "value")

    def __init__(self, nullable: bool, value: Any = None, *, broken: bool = False) -> None:
        self.nullable = nullable
        self.value = value
        self.broken = broken

    def settle(self) -> Any:
        try:
            if self.broken:
                raise _Bubble
            return _settle(self.value)
        except _Bubble:
            if self.nullable:
                return None
            raise


def _settle(value: Any) -> Any:
    if isinstance(value, _Slot):
        return value.settle()
    if isinstance(value, dict):
        return {name: _settle(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_settle(part) for part in value]
    return value


class DeferredExecutionContext(ExecutionContext):
    """graphql-core's execution that understands `Deferred`."""

    _waiting: list[tuple[_Slot, Deferred, tuple[Any, ...]]]

    def execute_operation(self, operation: Any, root_value: Any) -> Any:
        self._waiting = []
        data: Any = super().execute_operation(operation, root_value)
        self.complete_waiting()
        try:
            return _settle(data)
        except _Bubble:
            return None

    def complete_waiting(self) -> None:
        """Load batches until no field waits; a slot without a value counts as null."""
        while self._waiting:
            round_, self._waiting = self._waiting, []
            for _, deferred, _ in round_:
                deferred.loader.dispatch()
            for slot, deferred, place in round_:
                self._complete_slot(slot, deferred, place)

    def complete_value(self, return_type: Any, field_nodes: Any, info: Any, path: Path, result: Any) -> Any:
        if isinstance(result, Deferred):
            slot = _Slot(nullable=not is_non_null_type(return_type), broken=True)  # until it has its value
            self._waiting.append((slot, result, (return_type, field_nodes, info, path)))
            return slot
        return super().complete_value(return_type, field_nodes, info, path, result)

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_nodes: list[FieldNode], path: Path
    ) -> Any:
        waiting = len(self._waiting)
        result: Any = super().execute_field(parent_type, source, field_nodes, path)
        if len(self._waiting) > waiting and isinstance(result, dict | list):
            field = get_field_def(self.schema, parent_type, field_nodes[0])
            if field is not None and not is_non_null_type(field.type):
                return _Slot(nullable=True, value=result)
        return result

    def _complete_slot(self, slot: _Slot, deferred: Deferred, place: tuple[Any, ...]) -> None:
        return_type, field_nodes, info, path = place
        try:
            slot.value = self.complete_value(return_type, field_nodes, info, path, deferred.value())
            slot.broken = False
        except Exception as raw:  # noqa: BLE001 — as graphql-core itself does: any resolver's error becomes the field's
            error = raw if isinstance(raw, GraphQLError) else located_error(raw, field_nodes, path.as_list())
            self.collected_errors.add(error, path)
