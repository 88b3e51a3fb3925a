"""Which answers to guests may be cached: those of queries whose every root field is declared so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Visitor,
    visit,
)

from core.response_cache.scopes import Scope


@dataclass(frozen=True)
class CacheableFields:
    """`roots`: {root field: the scopes that its answer shows}. `exact`: names of fields that are always read anew."""

    roots: Mapping[str, tuple[Scope, ...]]
    exact: frozenset[str]

    def scopes(self, document: DocumentNode, operation: OperationDefinitionNode) -> tuple[Scope, ...] | None:
        """The scopes of an operation's answer; None where it must not be cached.

        A field that `@skip` leaves out counts too, and so does one of a fragment that is not used.
        """
        if operation.operation is not OperationType.QUERY:
            return None
        fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
        roots = set(_names(operation.selection_set, fragments))
        finder = _Finder(self.exact)
        visit(document, finder)
        if finder.is_found or not all(name in self.roots for name in roots):
            return None
        return tuple({scope: None for name in sorted(roots) for scope in self.roots[name]})


class _Finder(Visitor):
    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self._names, self.is_found = names, False

    def enter_field(self, node: FieldNode, *_place: object) -> None:
        self.is_found = self.is_found or node.name.value in self._names


def _names(selected: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[str]:
    """The field names of a selection, its fragments included. A valid document has no cycles of fragments."""
    for node in selected.selections:
        if isinstance(node, FieldNode):
            yield node.name.value
        elif isinstance(node, FragmentSpreadNode):
            yield from _names(fragments[node.name.value].selection_set, fragments)
        else:
            yield from _names(node.selection_set, fragments)  # type: ignore[attr-defined]
