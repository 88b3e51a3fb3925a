"""What the closures answer, and what they leave to graphql-core."""

import json
from typing import Any

import graphene
import pytest
from django.test import RequestFactory

from core.errors import NotFound
from core.graphql.context import ctx
from core.graphql.selection import selected
from core.graphql.view import GraphQLView

CALLS: list[str] = []


class Named(graphene.Interface):
    name = graphene.String()


class Part(graphene.ObjectType):
    class Meta:
        interfaces = (Named,)

    amount = graphene.Float()
    number = graphene.Int(required=True)
    numbers = graphene.List(graphene.NonNull(graphene.Int))
    must = graphene.String(required=True)
    flag = graphene.Boolean()
    later = graphene.Field(lambda: Part)
    fails = graphene.String()
    paths = graphene.String()

    def resolve_later(root: Any, info: Any) -> Any:
        return ctx(info).loader("later", lambda _: lambda keys: dict.fromkeys(keys, PART)).load(root["number"])

    def resolve_fails(root: Any, info: Any) -> str:
        raise NotFound("Không có.")

    def resolve_paths(root: Any, info: Any) -> str:
        return str(info.path.as_list())


PART = {"name": "a", "number": 7, "numbers": [1, 2], "must": "b", "flag": True, "amount": 2**31 - 1}
BROKEN = PART | {"must": None}


class Query(graphene.ObjectType):
    part = graphene.Field(Part, number=graphene.Int(default_value=7))
    broken = graphene.Field(Part)
    parts = graphene.List(Part)
    stream = graphene.List(graphene.Int)
    named = graphene.Field(Named)
    counted = graphene.String()
    below = graphene.Field(Part)
    amounts = graphene.List(graphene.Float)

    def resolve_part(root: Any, info: Any, number: int) -> Any:
        return PART | {"number": number}

    def resolve_broken(root: Any, info: Any) -> Any:
        return BROKEN

    def resolve_parts(root: Any, info: Any) -> Any:
        return [PART, None, PART]

    def resolve_stream(root: Any, info: Any) -> Any:
        return iter((1, 2))

    def resolve_named(root: Any, info: Any) -> Any:
        return Part(**PART)

    def resolve_counted(root: Any, info: Any) -> str:
        CALLS.append("counted")
        return "one"

    def resolve_amounts(root: Any, info: Any) -> Any:
        return [0, -1, 2**31 - 1, 2**31, 2**53 - 1, -(2**60), 0.5, 1e300, True]

    def resolve_below(root: Any, info: Any) -> Any:
        return PART | {"name": ",".join(sorted(selected(info)))}


VIEW = GraphQLView.as_view(schema=graphene.Schema(query=Query, types=[Part]), authenticate=lambda _request: None)


def ask(query: str, *, compiled: bool = True, **variables: Any) -> tuple[bytes, bool]:
    """The answer, and whether the closures gave it."""
    answers: list[Any] = []

    def watch(view: Any, request: Any, data: Any) -> Any:
        answers.append(ORIGINAL(view, request, data) if compiled else None)
        return answers[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GraphQLView, "_compiled", watch)
        body = json.dumps({"query": query, "variables": variables})
        response = VIEW(RequestFactory().post("/graphql/", body, content_type="application/json"))
    return response.content, bool(answers and answers[-1])


ORIGINAL = GraphQLView._compiled
COVERED = [
    ("{ part { name number numbers must flag } }", {}),
    ("{ a: part { b: name } c: part(number: 2) { number } }", {}),
    ("{ part { name } part { number name } }", {}),
    ("query ($n: Int = 3) { part(number: $n) { number } }", {}),
    ("query ($n: Int = 3) { part(number: $n) { number } }", {"n": 5}),
    ("{ parts { name __typename } __typename }", {}),
    ("{ part { ... on Named { name } ...F } } fragment F on Part { number ... @include(if: false) { flag } }", {}),
    ("query ($x: Boolean!) { part { name @skip(if: $x) number @include(if: $x) } }", {"x": True}),
    ("query ($x: Boolean!) { part { name @skip(if: $x) number @include(if: $x) } }", {"x": False}),
    ("{ part { later { name numbers } must } parts { later { number } } }", {}),
    ("{ below { name later { x: number ... { numbers } } must } }", {}),
    ("{ part { a: later { name number } name later { number } } b: part { later { name } } }", {}),
    ("{ part { " + " ".join(f"a{n}: number b{n}: later {{ amount }}" for n in range(40)) + " } }", {}),
    ("{ part(number: -2147483648) { number } }", {}),
    ("{ amounts }", {}),
]
LEFT = [
    ("{ broken { must } part { name } }", {}),
    ("{ part { fails name } }", {}),
    ("{ part { paths } }", {}),
    ("{ stream }", {}),
    ("{ named { name } }", {}),
    ("{ __schema { queryType { name } } }", {}),
    ("query ($n: Int) { part(number: $n) { number } }", {"n": "x"}),
]


@pytest.mark.parametrize(("query", "variables"), COVERED)
def test_closures_answer_as_graphql_core(query: str, variables: dict[str, Any]) -> None:
    assert ask(query, **variables) == (ask(query, compiled=False, **variables)[0], True)


@pytest.mark.parametrize(("query", "variables"), LEFT)
def test_graphql_core_answers_what_they_do_not_cover(query: str, variables: dict[str, Any]) -> None:
    assert ask(query, **variables) == (ask(query, compiled=False, **variables)[0], False)


def test_each_request_has_its_own_aliases() -> None:
    assert ask("{ a: part { b: name c: number } }")[0].startswith(b'{"data":{"a":{"b":"a","c":7}}')
    assert ask("{ c: part { a: name b: number } }")[0].startswith(b'{"data":{"c":{"a":"a","b":7}}')
    assert b"conflict" in ask("{ c: part { a: name a: number } }")[0]
    assert b"conflict" in ask("{ c: part { number: name c: number number } }")[0]


def test_root_that_was_resolved_is_not_asked_again() -> None:
    CALLS.clear()
    content, compiled = ask("{ counted broken { must } }")
    assert (json.loads(content)["data"], compiled, CALLS) == ({"counted": "one", "broken": None}, False, ["counted"])


def test_selected_fields_are_paths_without_aliases() -> None:
    content, _compiled = ask("{ below { x: name later { y: number ...F } } } fragment F on Part { flag }")
    assert json.loads(content)["data"]["below"]["x"] == "later,later.flag,later.number,name"
