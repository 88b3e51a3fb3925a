"""The closures of one operation: each makes the value of one field from its parent's value.

They only know how to answer. A null that is not allowed, an error of a resolver, a value of another type: everything
else raises, and graphql-core answers the whole query.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from types import NoneType
from typing import Any

from django.db.models import QuerySet
from graphene.types.resolver import dict_or_attr_resolver
from graphene_django import DjangoObjectType
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLBoolean,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields

from core.graphql.compiled.run import Raised, Resolved, Run, Uncovered
from core.graphql.deferred import Deferred
from core.graphql.refusals import note_nothing
from core.graphql.selection import selected_paths

Closure = Callable[[Run, Any], Any]
Name = int | str  # a response name: the place of its alias, or the name itself
_EXACT = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
_SMALLEST, _LARGEST = -(2**31), 2**31 - 1
Place = tuple[int, int]  # a field's: the number of its object, and its own in it; an entry of a list has none
_MOST_UNROLLED = 50  # fields of an object


class Compiler:
    """Compiles one operation of a validated document for coerced variables (those in directives decide its form)."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any], places: Mapping[int, int]
    ) -> None:
        """`places`: {where an alias stands in the text: its place among all aliases}."""
        self._schema, self._variables, self._places = schema, dict(variables), places
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self.names: list[tuple[Name, ...]] = []  # the response names of each object

    def operation(self, operation: OperationDefinitionNode) -> Closure:
        """The closure that makes the whole answer. Raises Uncovered."""
        root = self._schema.query_type
        if root is None:
            raise Uncovered("no queries")
        nodes = collect_fields(self._schema, self._fragments, self._variables, root, operation.selection_set)
        return self._fields(root, nodes, is_root=True)

    def _fields(
        self, parent: GraphQLObjectType, nodes: dict[str, list[FieldNode]], *, is_root: bool = False
    ) -> Closure:
        number = len(self.names)
        self.names.append(())  # its place comes before those of its parts
        fields = [self._field(parent, each, (number, index), is_root) for index, each in enumerate(nodes.values())]
        self.names[number] = tuple(self._name(each[0]) for each in nodes.values())
        return _object_maker(len(fields))(fields, number)

    def _name(self, node: FieldNode) -> Name:
        return self._places[node.alias.loc.start] if node.alias and node.alias.loc else node.name.value

    def _field(self, parent: GraphQLObjectType, nodes: list[FieldNode], place: Place, is_root: bool) -> Closure:
        name = nodes[0].name.value
        if name == "__typename":
            return lambda run, source: parent.name
        field = parent.fields.get(name)
        if field is None:
            raise Uncovered(f"{parent.name}.{name}")
        complete = self._complete(field.type, nodes, place)
        attribute = _attribute(field)
        if attribute and not is_root:
            return _read(*attribute, complete, _exact(field.type))
        resolved = Resolved(self._schema, parent, nodes[0], field, partial(self._selected, field, nodes))
        return _root(resolved, complete, self._name(nodes[0])) if is_root else _call(resolved, complete)

    def _selected(self, field: GraphQLField, nodes: list[FieldNode]) -> frozenset[str]:
        return selected_paths(self._schema, self._fragments, self._variables, field.type, nodes)

    def _complete(self, kind: Any, nodes: list[FieldNode], place: Place | None) -> Closure:
        """The closure of a value of this type: `complete(run, what the resolver gave)`."""
        required = is_non_null_type(kind)
        inner = kind.of_type if required else kind
        if is_leaf_type(inner):
            make: Closure = _leaf(inner)
        elif is_list_type(inner):
            make = _list(self._complete(inner.of_type, nodes, None))
        elif is_object_type(inner):
            children = collect_sub_fields(self._schema, self._fragments, self._variables, inner, nodes)
            make = _object(inner, self._fields(inner, children))
        else:
            raise Uncovered(f"the abstract type {inner}")

        def complete(run: Run, value: Any) -> Any:
            if _is_plain(type(value)):  # type: ignore[arg-type]
                return make(run, value)
            if value is None:
                if required:
                    raise Uncovered("null where none is allowed")
                return None
            if isinstance(value, Deferred):
                if place is None:
                    raise Uncovered("an entry of a list that waits")
                run.unplaced.append((place, value, complete))
                return None
            raise value

        return complete


@lru_cache(1_000)
def _is_plain(kind: type) -> bool:
    """Whether all values of this class are values, and not None, promises or errors."""
    return not issubclass(kind, NoneType | Deferred | Exception)


@cache
def _object_maker(count: int) -> Callable[[list[Closure], int], Closure]:
    """Makes the closure of an object from its fields and number.

    The closure is a dict display, written out for so many fields: it takes a fifth of the time of a loop over them.
    """
    if count > _MOST_UNROLLED:
        return _long_object
    numbers = range(count)
    display = ", ".join(f"name{n}: field{n}(run, source)" for n in numbers)
    text = f"""def bind(fields, number):
    {"".join(f"field{n}, " for n in numbers)} = fields
    def make(run, source):
        {"".join(f"name{n}, " for n in numbers)} = run.names[number]
        answer = {{{display}}}
        if run.unplaced or run.counts:
            run.finish(number, answer)
        return answer
    return make"""
    there: dict[str, Any] = {}
    exec(text, there)  # noqa: S102 — numbers are all that varies in it
    bind: Callable[[list[Closure], int], Closure] = there["bind"]
    return bind


def _long_object(fields: list[Closure], number: int) -> Closure:
    def make(run: Run, source: Any) -> dict[str, Any]:
        answer = dict(zip(run.names[number], [field(run, source) for field in fields], strict=True))
        if run.unplaced or run.counts:
            run.finish(number, answer)
        return answer

    return make


def _attribute(field: GraphQLField) -> tuple[str, Any] | None:
    """What graphene's default resolver reads: the name and its default."""
    resolve = field.resolve
    if isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver and len(resolve.args) == 2:
        return resolve.args
    return None


def _exact(kind: Any) -> type | None:
    """The Python type whose values are sent as they are."""
    return _EXACT.get(kind.of_type if is_non_null_type(kind) else kind)


def _read(name: str, default: Any, complete: Closure, exact: type | None) -> Closure:
    def read(run: Run, source: Any) -> Any:
        value = source.get(name, default) if isinstance(source, dict) else getattr(source, name, default)
        return value if type(value) is exact else complete(run, value)

    return read


def _call(resolved: Resolved, complete: Closure) -> Closure:
    exact = _exact(resolved.field.type)
    if resolved.has_arguments:

        def resolve(run: Run, source: Any) -> Any:
            value = resolved.call(run, source)
            return value if type(value) is exact else complete(run, value)

    else:
        function = resolved.resolve

        def resolve(run: Run, source: Any) -> Any:
            value = function(source, run.infos.get(resolved) or resolved.info(run))
            return value if type(value) is exact else complete(run, value)

    return resolve


def _root(resolved: Resolved, complete: Closure, name: Name) -> Closure:
    """A root keeps what its resolver gave: it may count, and graphql-core must not ask it a second time."""

    def resolve(run: Run, source: Any) -> Any:
        run.check_time()
        try:
            value = resolved.call(run, source)
        except Exception as error:
            run.roots[name] = Raised(error)
            raise
        run.roots[name] = value
        if value is None:
            note_nothing([resolved.node], run.variables)
        return complete(run, value)

    return resolve


def _leaf(kind: Any) -> Closure:
    serialize, exact = kind.serialize, _EXACT.get(kind)
    is_int, is_float = kind is GraphQLInt, kind is GraphQLFloat

    def make(run: Run, value: Any) -> Any:
        if type(value) is exact:
            return value
        if type(value) is int and _SMALLEST <= value <= _LARGEST:
            if is_int:
                return value
            if is_float:
                return float(value)
        value = serialize(value)
        if value is None or value is Undefined:
            raise Uncovered("a value that is not of its type")
        return value

    return make


def _list(complete: Closure) -> Closure:
    def make(run: Run, values: Any) -> list[Any]:
        if not isinstance(values, list | tuple | QuerySet):  # an iterator could not be read again
            raise Uncovered("not a list")
        run.check_time()
        return [complete(run, value) for value in values]

    return make


def _object(kind: GraphQLObjectType, make: Closure) -> Closure:
    is_type_of: Any = kind.is_type_of
    if is_type_of is None:
        return make
    of_class = _decides_by_class(is_type_of)
    known: set[type] = set()

    def check(run: Run, source: Any) -> dict[str, Any]:
        if type(source) not in known:
            if not is_type_of(source, None):
                raise Uncovered("an object of another type")
            if of_class:
                known.add(type(source))
        return make(run, source)

    return check


def _decides_by_class(is_type_of: Any) -> bool:
    return getattr(is_type_of, "__func__", None) is DjangoObjectType.is_type_of.__func__
