"""The cost of an operation before it runs: one for each value of the answer, multiplied by the list sizes above it.

Fields are collected as the execution collects them: fragments expanded, equal response names merged, `@skip` and
`@include` read. So exactly what will be executed is counted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_list_type,
    is_object_type,
    type_from_ast,
)
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_directive_values

from core.graphql import limits
from core.graphql.limits import refusal

Sizes = Mapping[tuple[str, str], int]
_INTROSPECTION_SIZE = 1  # most types have few fields and arguments, and most `ofType` are null
_MAX_NODES = 20_000  # visited selections and spreads: fragments that spread each other make a short query long


@dataclass(frozen=True)
class _Place:
    """The position of the walk: the depth, the types above, the page size of the connection above."""

    depth: int = 1
    page: int | None = None
    above: tuple[str, ...] = ()


@dataclass
class _Walk:
    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    sizes: Sizes
    fields: int = 0
    aliases: int = 0
    node_count: int = 0
    _types: dict[str, GraphQLNamedType | None] = field(default_factory=dict)

    def cost(self, parent: GraphQLNamedType, selected: list[SelectionSetNode], place: _Place) -> int:
        """The cost of the selections of one `parent`; of the most expensive object type if several are possible."""
        if place.depth > limits.MAX_DEPTH:
            raise refusal(f"The query is nested deeper than {limits.MAX_DEPTH}.", "QUERY_DEPTH")
        if is_abstract_type(parent):
            types: Iterable[GraphQLObjectType] = self.schema.get_possible_types(_abstract(parent))
            return max((self._of_object(each, selected, place) for each in types), default=0)
        return self._of_object(parent, selected, place) if is_object_type(parent) else 0

    def collect(self, parent: Any, selected: list[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """{response name: its nodes}, as the execution will collect them."""
        fields_by_name: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for each in selected:
            for node in self._nodes(parent, each, visited):
                fields_by_name.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        return fields_by_name

    def _nodes(self, parent: Any, selected: SelectionSetNode, visited: set[str]) -> Iterator[FieldNode]:
        for node in selected.selections:
            self.node_count += 1
            if self.node_count > _MAX_NODES:
                raise refusal("The query is too long.", "QUERY_COST")
            if not self._is_included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
                continue
            inside: Any = node
            if isinstance(node, FragmentSpreadNode):
                if node.name.value in visited:
                    continue
                visited.add(node.name.value)
                inside = self.fragments[node.name.value]
            if self._applies(inside.type_condition, parent):
                yield from self._nodes(parent, inside.selection_set, visited)

    def _of_object(self, parent: Any, selected: list[SelectionSetNode], place: _Place) -> int:
        cost = 0
        for name, nodes in self.collect(parent, selected).items():
            self.fields += 1
            self.aliases += name != nodes[0].name.value
            if self.fields > limits.MAX_FIELDS:
                raise refusal(f"At most {limits.MAX_FIELDS} fields a request.", "FIELD_LIMIT")
            if self.aliases > limits.MAX_ALIASES:
                raise refusal(f"At most {limits.MAX_ALIASES} aliases a request.", "ALIAS_LIMIT")
            definition = get_field_def(self.schema, parent, nodes[0])
            if definition is not None:
                cost += self._of_field(parent, definition, nodes, place)
        return cost

    def _of_field(self, parent: Any, definition: GraphQLField, nodes: list[FieldNode], place: _Place) -> int:
        named = get_named_type(definition.type)
        is_list = _is_list(definition.type)
        page = self._page(definition, nodes[0])
        inside = _Place(
            depth=place.depth + 1,
            page=None if is_list else page,  # a connection: the page is the size of the lists in it
            above=_above(named, place.above),
        )
        selected = [node.selection_set for node in nodes if node.selection_set]
        cost = self.cost(named, selected, inside) if selected else 1
        if selected and not is_list:
            cost += 1
        self._check_lists_given(nodes[0])
        if not is_list:
            return cost
        size = page if page is not None else place.page
        return 1 + cost * (size if size is not None else self._size(parent, nodes[0]))

    def _size(self, parent: GraphQLNamedType, node: FieldNode) -> int:
        if parent.name == "__Schema":
            return len(self.schema.type_map)
        if parent.name.startswith("__"):
            return _INTROSPECTION_SIZE
        return self.sizes.get((parent.name, node.name.value), limits.LIST_SIZE)

    def _page(self, definition: GraphQLField, node: FieldNode) -> int | None:
        """How many entries the field is asked for; None where it has no `first` and no `last`."""
        pages = [name for name in ("first", "last") if name in definition.args]
        if not pages:
            return None
        arguments = {argument.name.value: argument.value for argument in node.arguments}
        sizes = [self._number(arguments[name]) for name in pages if name in arguments]
        return max((number for number in sizes if number is not None), default=limits.LIST_SIZE)

    def _number(self, value: Any) -> int | None:
        number = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        if isinstance(value, IntValueNode):
            number = int(value.value[:9])
        return max(1, number) if isinstance(number, int) else None

    def _check_lists_given(self, node: FieldNode) -> None:
        """A mutation works once per list entry, whatever its answer selects."""
        for argument in node.arguments:
            if longest(argument.value, self.variables) > limits.MAX_INPUT_ITEMS:
                raise refusal(f"At most {limits.MAX_INPUT_ITEMS} entries in a list.", "INPUT_LIMIT")

    def _is_included(self, node: Any) -> bool:
        if not node.directives:
            return True
        variables = dict(self.variables)
        skip = get_directive_values(GraphQLSkipDirective, node, variables)
        include = get_directive_values(GraphQLIncludeDirective, node, variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    def _applies(self, condition: Any, parent: Any) -> bool:
        if condition is None or condition.name.value == parent.name:
            return True
        wider = type_from_ast(self.schema, condition)
        return is_abstract_type(wider) and self.schema.is_sub_type(_abstract(wider), parent)


def measure(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    sizes: Sizes,
) -> int:
    """The cost of an operation of a validated document; `variables` are coerced.

    A list has the size of `first` or `last`, its own or the connection's around it, else that of `sizes`
    ({(type, field): entries}), else LIST_SIZE. Raises GraphQLError with a code in its extensions where a limit is
    passed.
    """
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    walk = _Walk(schema, fragments, variables, sizes)
    root = schema.get_root_type(operation.operation)
    if root is None:
        raise refusal("The schema has no such operation.", "BAD_REQUEST")
    roots = walk.collect(root, [operation.selection_set])
    if operation.operation is OperationType.MUTATION and len(roots) > limits.MAX_MUTATIONS:
        raise refusal(f"At most {limits.MAX_MUTATIONS} mutations a request.", "MUTATION_LIMIT")
    cost = walk.cost(root, [operation.selection_set], _Place())
    if cost > limits.MAX_COST:
        message = f"The query costs {cost}; at most {limits.MAX_COST} is allowed. Ask for smaller pages."
        raise refusal(message, "QUERY_COST")
    return cost


def _above(named: GraphQLNamedType, above: tuple[str, ...]) -> tuple[str, ...]:
    """The types on the path with one more. Raises if one repeats too often: each repetition multiplies the answer."""
    if not (is_object_type(named) or is_abstract_type(named)) or named.name.startswith("__"):
        return above
    if above.count(named.name) >= limits.MAX_SAME_TYPE:
        raise refusal(f"{named.name} is nested in itself more than {limits.MAX_SAME_TYPE} times.", "QUERY_DEPTH")
    return (*above, named.name)


def longest(value: Any, variables: Mapping[str, Any]) -> int:
    """The length of the longest list in an argument, a variable's included."""
    if isinstance(value, VariableNode):
        return longest(variables.get(value.name.value), variables)
    if isinstance(value, ListValueNode):
        return max([len(value.values), *(longest(each, variables) for each in value.values)])
    if isinstance(value, list):
        return max([len(value), *(longest(each, variables) for each in value)])
    if isinstance(value, Mapping):
        return max((longest(each, variables) for each in value.values()), default=0)
    fields = getattr(value, "fields", ())
    return max((longest(each.value, variables) for each in fields), default=0) if fields else 0


def _is_list(arguments: Any) -> bool:
    return is_list_type(get_nullable_type(arguments))


def _abstract(arguments: Any) -> GraphQLAbstractType:
    return arguments
