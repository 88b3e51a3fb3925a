"""A document that was validated once, prepared to answer every text of its skeleton."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    OperationType,
    VariableNode,
    Visitor,
    get_operation_ast,
    visit,
)
from graphql.execution.values import get_variable_values

from core.graphql.compiled.closures import Closure, Compiler, Name
from core.graphql.compiled.run import Run, Uncovered
from core.graphql.cost import Sizes, longest, measure

_FORMS = 16  # plans of one document, by operation and the variables of directives: further ones are made anew
_COSTS = 16  # of one document, by the numbers among its variables
_LARGE_COST = 2_000  # above it the answer's size is watched

Plan = tuple[Closure, list[tuple[Name, ...]]]


class Started(NamedTuple):
    """A query that may run: its plan, its coerced variables, its cost."""

    plan: Plan
    variables: dict[str, Any]
    cost: int

    @property
    def closure(self) -> Closure:
        return self.plan[0]

    def run(self, aliases: tuple[str, ...], root: Any, context: Any) -> Run:
        bound = [tuple([aliases[name] if isinstance(name, int) else name for name in each]) for each in self.plan[1]]
        return Run(bound, root, context, self.variables, counts=self.cost > _LARGE_COST)


class Prepared:
    """The plans of one document, made when they are first used. `record(fields)` is called with the size of each."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, sizes: Sizes, record: Callable[[int], None]
    ) -> None:
        self._schema, self._document, self._sizes, self._record = schema, document, sizes, record
        visitor = _Visitor()
        visit(document, visitor)
        self._places = {start: number for number, start in enumerate(sorted(visitor.aliases))}
        self._deciding = tuple(sorted(visitor.deciding))
        self._costs: dict[Any, int] = {}
        self._plans: dict[Any, Plan | None] = {}

    def start(self, operation_name: str | None, variables: dict[str, Any]) -> Started | None:
        """None where graphql-core must answer, with an error in the words of this text or because of its form."""
        operation = get_operation_ast(self._document, operation_name)
        if operation is None or operation.operation is not OperationType.QUERY:
            return None
        coerced = get_variable_values(self._schema, operation.variable_definitions, variables, max_errors=20)
        if isinstance(coerced, list):
            return None
        cost = self._cost(operation, operation_name, coerced)  # first: it bounds the work of compiling
        plan = self._plan(operation, operation_name, coerced)
        return None if plan is None else Started(plan, coerced, cost)

    def _cost(self, operation: Any, name: str | None, variables: dict[str, Any]) -> int:
        """Raises GraphQLError where a limit is passed."""
        key = name, tuple([(each, _weight(value)) for each, value in variables.items()])
        cost = self._costs.get(key)
        if cost is None:
            cost = measure(self._schema, self._document, operation, variables, self._sizes)
            if len(self._costs) < _COSTS:
                self._costs[key] = cost
        return cost

    def _plan(self, operation: Any, name: str | None, variables: Mapping[str, Any]) -> Plan | None:
        key = name, tuple([variables.get(each) for each in self._deciding])
        if key not in self._plans:
            plan = self._compile(operation, variables)
            if len(self._plans) >= _FORMS:
                return plan
            self._plans[key] = plan
            self._record(sum(map(len, plan[1])) if plan else 1)
        return self._plans[key]

    def _compile(self, operation: Any, variables: Mapping[str, Any]) -> Plan | None:
        compiler = Compiler(self._schema, self._document, variables, self._places)
        try:
            return compiler.operation(operation), compiler.names
        except Uncovered:
            return None


def _weight(value: Any) -> Any:
    """All that the cost of a query reads of a variable: a number or flag itself, else its longest list."""
    return value if value is None or isinstance(value, int) else ("longest", longest(value, {}))


class _Visitor(Visitor):
    """Where the aliases stand, and the variables in directives."""

    def __init__(self) -> None:
        super().__init__()
        self.aliases: list[int] = []
        self.deciding: set[str] = set()

    def enter_field(self, node: FieldNode, *_place: Any) -> None:
        if node.alias and node.alias.loc:
            self.aliases.append(node.alias.loc.start)

    def enter_directive(self, node: DirectiveNode, *_place: Any) -> None:
        self.deciding |= {
            argument.value.name.value for argument in node.arguments if isinstance(argument.value, VariableNode)
        }
