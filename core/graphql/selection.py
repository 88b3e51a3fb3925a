"""The fields that are selected below a field: what a resolver must read, before it reads."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLResolveInfo,
    GraphQLSchema,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import collect_sub_fields


def selected(info: Any) -> frozenset[str]:
    """The paths of the fields below the one that is resolved: {"edges", "edges.node", …}, `@skip` and `@include` read.

    Names are those of the schema, never aliases.
    """
    if not isinstance(info, GraphQLResolveInfo):
        return info.selected  # a compiled query knows them already
    return selected_paths(info.schema, info.fragments, info.variable_values, info.return_type, info.field_nodes)


def below(paths: frozenset[str], name: str) -> frozenset[str]:
    """The paths below one of the paths."""
    return frozenset(path[len(name) + 1 :] for path in paths if path.startswith(f"{name}."))


def selected_paths(
    schema: GraphQLSchema,
    fragments: dict[str, FragmentDefinitionNode],
    variables: dict[str, Any],
    kind: Any,
    nodes: list[FieldNode],
) -> frozenset[str]:
    """The paths of the fields below these nodes of one field, whose type is `kind`."""

    def paths(kind: Any, nodes: list[FieldNode], before: str) -> Iterator[str]:
        while is_non_null_type(kind) or is_list_type(kind):
            kind = kind.of_type
        if not is_object_type(kind):
            return
        for children in collect_sub_fields(schema, fragments, variables, kind, nodes).values():
            name = children[0].name.value
            yield before + name
            if name in kind.fields:
                yield from paths(kind.fields[name].type, children, f"{before}{name}.")

    return frozenset(paths(kind, nodes, ""))
