"""What one request may ask for: cost, depth, aliases, mutations, page size; Saleor's figures where it has one."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
)

MAX_COST = 50_000
MAX_DEPTH = 15
MAX_ALIASES = 100
MAX_MUTATIONS = 4
MAX_PAGE = 100
MAX_BODY_BYTES = 100_000
_MAX_NODES = 20_000  # fragments that spread each other could make a short query endless to count


@dataclass
class _Tally:
    fragments: dict[str, FragmentDefinitionNode]
    variables: dict[str, Any]
    aliases: int = 0
    nodes: int = 0


def measure(document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]) -> int:
    """The cost of an operation: one a field, times the page sizes (`first`, `last`) above it.

    Raises GraphQLError with a code in its extensions where a limit is passed. The document has been validated, so its
    fragments do not turn in circles.
    """
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    tally = _Tally(fragments, variables)
    if operation.operation is OperationType.MUTATION and len(operation.selection_set.selections) > MAX_MUTATIONS:
        raise _refusal(f"At most {MAX_MUTATIONS} mutations a request.", "MUTATION_LIMIT")
    cost = _cost(operation.selection_set, tally, depth=1)
    if cost > MAX_COST:
        raise _refusal(f"The query costs {cost}; at most {MAX_COST} is allowed. Ask for smaller pages.", "QUERY_COST")
    return cost


def _cost(selected: SelectionSetNode, tally: _Tally, depth: int) -> int:
    if depth > MAX_DEPTH:
        raise _refusal(f"The query is nested deeper than {MAX_DEPTH}.", "QUERY_DEPTH")
    cost = 0
    for node in selected.selections:
        tally.nodes += 1
        if tally.nodes > _MAX_NODES:
            raise _refusal("The query is too long.", "QUERY_COST")
        if isinstance(node, FieldNode):
            if node.alias:
                tally.aliases += 1
                if tally.aliases > MAX_ALIASES:
                    raise _refusal(f"At most {MAX_ALIASES} aliases a request.", "ALIAS_LIMIT")
            if node.name.value.startswith("__"):
                continue
            inside = _cost(node.selection_set, tally, depth + 1) if node.selection_set else 0
            cost += 1 + inside * _page(node, tally)
        elif isinstance(node, InlineFragmentNode):
            cost += _cost(node.selection_set, tally, depth)
        elif isinstance(node, FragmentSpreadNode):
            cost += _cost(tally.fragments[node.name.value].selection_set, tally, depth)
    return cost


def _page(node: FieldNode, tally: _Tally) -> int:
    """The page size a field asks for, 1 where it has none."""
    for argument in node.arguments:
        if argument.name.value in {"first", "last"}:
            if isinstance(argument.value, IntValueNode):
                return max(1, int(argument.value.value))
            if isinstance(argument.value, VariableNode):
                given = tally.variables.get(argument.value.name.value)
                return max(1, given) if isinstance(given, int) else MAX_PAGE
    return 1


def _refusal(message: str, code: str) -> GraphQLError:
    return GraphQLError(message, extensions={"exception": {"code": code}})
