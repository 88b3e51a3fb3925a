"""The endpoint: which requests it accepts and refuses; errors reveal nothing internal."""

import json
from typing import Any

import graphene
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.errors import DomainError
from core.graphql import limits
from core.graphql.mutation import BaseMutation, error_type
from core.graphql.view import GraphQLView


class Node(graphene.ObjectType):
    name = graphene.String()
    nodes = graphene.List(lambda: Node, first=graphene.Int())

    def resolve_nodes(root, info: Any, first: int = 0) -> list[Any]:
        return []


class Words(graphene.InputObjectType):
    word = graphene.String()


class Query(graphene.ObjectType):
    node = graphene.Field(Node)
    nodes = graphene.List(Node, first=graphene.Int())
    refused = graphene.String()
    broken = graphene.String()
    who = graphene.String()
    echo = graphene.String(word=graphene.String(), list=graphene.List(graphene.String), input=Words())

    def resolve_node(root, info: Any) -> Node:
        return Node(name="a")

    def resolve_refused(root, info: Any) -> str:
        raise DomainError("Hết hàng", code="INSUFFICIENT_STOCK")

    def resolve_broken(root, info: Any) -> str:
        raise RuntimeError("secret of the inside")

    def resolve_echo(root, info: Any, word: str = "", **inputs: Any) -> str:
        return word

    def resolve_who(root, info: Any) -> str | None:
        return info.context.user


class Add(BaseMutation):
    """Adds."""

    done = graphene.Boolean()

    class Arguments:
        count = graphene.Int(required=True)

    class Meta:
        error_class = error_type("AddError", ["TOO_MANY"])

    @classmethod
    def perform(cls, info: Any, **inputs: Any) -> dict[str, Any]:
        if inputs["count"] > 3:
            raise DomainError("Nhiều quá", code="TOO_MANY", field="line_count")
        return {"done": True}


class Mutation(graphene.ObjectType):
    add = Add.Field()


def authenticate(request: Any) -> str | None:
    bearer = request.headers.get("Authorization")
    if bearer == "Bearer bad":
        raise DomainError("Token không đúng", code="JWT_INVALID_TOKEN")
    return bearer and "lan"


VIEW = GraphQLView.as_view(schema=graphene.Schema(query=Query, mutation=Mutation), authenticate=authenticate)


def post(query: str, variables: dict[str, Any] | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"query": query, "variables": variables})
    return answer(VIEW(RequestFactory().post("/graphql/", body, content_type="application/json", headers=headers)))


def raw(body: bytes, content_type: str = "application/json") -> tuple[int, dict[str, Any]]:
    return answer(VIEW(RequestFactory().post("/graphql/", body, content_type=content_type)))


def answer(response: HttpResponse) -> tuple[int, dict[str, Any]]:
    return response.status_code, json.loads(response.content)


def code(body: dict[str, Any]) -> str:
    return body["errors"][0]["extensions"]["exception"]["code"]


def test_query_is_answered_with_its_cost() -> None:
    status, body = post("{ node { name } }")
    assert (status, body["data"]) == (200, {"node": {"name": "a"}})
    assert body["extensions"] == {"cost": {"requestedQueryCost": 2, "maximumAvailable": limits.MAX_COST}}


def test_domain_error_keeps_its_message_and_a_crash_hides_it() -> None:
    status, body = post("{ refused }")
    assert (status, body["errors"][0]["message"], code(body)) == (200, "Hết hàng", "INSUFFICIENT_STOCK")
    status, body = post("{ broken }")
    assert (status, body["errors"][0]["message"], code(body)) == (200, "Internal Server Error", "INTERNAL_SERVER_ERROR")
    assert "secret" not in json.dumps(body)


def test_refused_mutation_returns_data() -> None:
    assert post("mutation { add(count: 3) { done errors { code } } }")[1]["data"] == {
        "add": {"done": True, "errors": []}
    }
    status, body = post("mutation { add(count: 4) { done errors { field message code } } }")
    errors = [{"field": "lineCount", "message": "Nhiều quá", "code": "TOO_MANY"}]
    assert (status, body["data"]) == (200, {"add": {"done": None, "errors": errors}})


def test_bearer_token_authenticates_the_user() -> None:
    assert post("{ who }")[1]["data"] == {"who": None}
    assert post("{ who }", Authorization="Bearer good")[1]["data"] == {"who": "lan"}
    status, body = post("{ who }", Authorization="Bearer bad")
    assert (status, code(body)) == (401, "JWT_INVALID_TOKEN")


@pytest.mark.parametrize(
    ("body", "content_type", "status", "expected"),
    [
        (b"{", "application/json", 400, "BAD_REQUEST"),
        (b"\xff", "application/json", 400, "BAD_REQUEST"),
        (b"[]", "application/json", 400, "BATCH_LIMIT"),
        (b"{}", "application/json", 400, "BAD_REQUEST"),
        (b'{"query": 1}', "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "{ who }", "variables": []}', "application/json", 200, None),
        (b'{"query": "{ who }", "variables": [1]}', "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "{ who }", "operationName": 5}', "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "query a { who } query b { who }"}', "application/json", 400, "BAD_REQUEST"),
        (b"query={ who }", "application/x-www-form-urlencoded", 400, "BAD_REQUEST"),
        (b'{"query": "' + b"x" * limits.MAX_BODY_BYTES + b'"}', "application/json", 413, "BODY_TOO_LARGE"),
        (b'{"query": "{ who"}', "application/json", 400, "GraphQLError"),
        (b'{"query": "{ nobody }"}', "application/json", 400, "GraphQLError"),
    ],
)
def test_malformed_requests_are_refused(body: bytes, content_type: str, status: int, expected: str | None) -> None:
    got, answered = raw(body, content_type)
    assert got == status
    assert (code(answered) if "errors" in answered else None) == expected


def test_expensive_query_is_refused_before_execution() -> None:
    status, body = post("query ($n: Int) { nodes(first: $n) { nodes(first: $n) { name } } }", {"n": 1_000})
    assert (status, code(body)) == (400, "QUERY_COST")


def test_variables_of_the_wrong_type_are_400() -> None:
    status, body = post("query ($n: Int) { nodes(first: $n) { name } }", {"n": "many"})
    assert (status, code(body), "data" in body) == (400, "GraphQLError", False)


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("query ($word: String) { echo(word: $word) }", {"word": "a\0b"}),
        ("query ($list: [String]) { echo(list: $list) }", {"list": ["a", "\0"]}),
        ("query ($input: Words) { echo(input: $input) }", {"input": {"word": "\0"}}),
        ("query ($input: Words) { echo(input: $input) }", {"input": {"\0": "a"}}),
        ('{ echo(word: "a\\u0000b") }', {}),
        ('{ echo(word: "a\\u{0}b") }', {}),
        ('{ echo(list: ["a", "\\u0000"]) }', {}),
        ('{ echo(input: {word: "\\u0000"}) }', {}),
        ('query ($word: String = "\\u0000") { echo(word: $word) }', {}),
    ],
)
def test_nul_is_refused_in_any_text(query: str, variables: dict[str, Any]) -> None:
    status, body = post(query, variables)
    assert (status, code(body), "NUL" in body["errors"][0]["message"]) == (400, "INVALID", True)


@pytest.mark.parametrize(
    "body",
    [
        b'{"query": "{ who }", "variables": {"word": "\\ud800"}}',
        b'{"query": "{ echo(word: \\"\\\\ud800\\") }"}',
        b'{"query": "{ echo(word: \\"\\ud800\\") }"}',
        b'{"query": "{ echo(word: \\"\xed\xa0\x80\\") }"}',
    ],
)
def test_lone_surrogate_is_refused(body: bytes) -> None:
    assert raw(body)[0] == 400


def get(accept: str = "application/json", **parameters: str) -> Any:
    return VIEW(RequestFactory().get("/graphql/", parameters, headers={"Accept": accept}))


def test_get_query_is_answered_in_json() -> None:
    status, body = answer(get(query="{ node { name } }"))
    assert (status, body["data"]) == (200, {"node": {"name": "a"}})
    query = "query a($word: String) { echo(word: $word) } query b { who }"
    assert answer(get(query=query, operationName="a", variables='{"word": "xin chào"}'))[1]["data"] == {
        "echo": "xin chào"
    }
    assert answer(get("*/*", query="{ who }")) == (200, answer(get(query="{ who }"))[1])


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 400),
        ({"query": "mutation { add(count: 1) { done } }"}, 405),
        ({"query": "{ who }", "variables": "{"}, 400),
        ({"query": "{ who }", "variables": "[1]"}, 400),
        ({"query": "{ nobody }"}, 400),
    ],
)
def test_mutation_by_get_is_refused_in_json(parameters: dict[str, str], status: int) -> None:
    response = get(**parameters)
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")


def test_graphiql_is_shown_when_html_is_accepted() -> None:
    page = get("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", query="{ who }")
    assert page.status_code == 200
    assert "API GraphQL" in page.content.decode()
    assert {part.strip() for part in page["Vary"].split(",")} >= {"Accept", "Origin"}


def test_other_methods_are_405() -> None:
    assert VIEW(RequestFactory().put("/graphql/")).status_code == 405
    assert VIEW(RequestFactory().options("/graphql/")).status_code == 204
