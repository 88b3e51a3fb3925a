"""An execution that takes too long or answers too much ends with an error."""

import json
from typing import Any

import graphene
import pytest
from django.db import connection
from django.test import RequestFactory

from core.graphql import execution, limits
from core.graphql.compiled import run
from core.graphql.context import ctx
from core.graphql.mutation import BaseMutation, error_type
from core.graphql.view import GraphQLView


class Row(graphene.ObjectType):
    name = graphene.String(required=True)
    later = graphene.String()

    def resolve_later(root: Any, info: Any) -> Any:
        return ctx(info).loader("later", lambda _: lambda keys: dict.fromkeys(keys, "later")).load(1)


class Query(graphene.ObjectType):
    rows = graphene.List(graphene.NonNull(Row), first=graphene.Int())
    must = graphene.Field(Row, required=True)
    slow = graphene.String()
    statement = graphene.String()

    def resolve_rows(root: Any, info: Any, first: int = 1) -> list[Row]:
        return [Row(name="x" * 1_000) for _ in range(first)]

    def resolve_must(root: Any, info: Any) -> Row:
        return Row(name="a")

    def resolve_slow(root: Any, info: Any) -> str:
        CLOCK[0] += 100
        return "done"

    def resolve_statement(root: Any, info: Any) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)")
        return "done"


class Work(BaseMutation):
    """Works."""

    row = graphene.Field(Row)

    class Arguments:
        seconds = graphene.Int(required=True)

    class Meta:
        error_class = error_type("WorkError", [])

    @classmethod
    def perform(cls, info: Any, **sent: Any) -> dict[str, Any]:
        CLOCK[0] += sent["seconds"]
        WORKED.append(sent["seconds"])
        return {"row": Row(name="a")}


class Mutation(graphene.ObjectType):
    work = Work.Field()


CLOCK = [0.0]
WORKED: list[int] = []
VIEW = GraphQLView.as_view(schema=graphene.Schema(query=Query, mutation=Mutation), authenticate=lambda _request: None)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    CLOCK[0] = 0.0
    WORKED.clear()
    for module in (execution, run):
        monkeypatch.setattr(module, "monotonic", lambda: CLOCK[0])


def post(query: str, *, status: int = 200) -> tuple[Any, list[str]]:
    body = json.dumps({"query": query})
    response = VIEW(RequestFactory().post("/graphql/", body, content_type="application/json"))
    assert response.status_code == status
    answer = json.loads(response.content)
    return answer["data"], [error["extensions"]["exception"]["code"] for error in answer.get("errors", [])]


def test_answer_within_the_deadline_is_complete() -> None:
    assert post("{ must { name later } }") == ({"must": {"name": "a", "later": "later"}}, [])


def test_no_resolver_starts_after_the_deadline() -> None:
    assert post("{ slow a: slow rows { name } }") == ({"slow": "done", "a": None, "rows": None}, ["TIMEOUT"] * 2)
    assert post("{ slow must { name } }") == (None, ["TIMEOUT"])


def test_answer_above_its_size_limit_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ANSWER_BYTES", 10_000)
    assert post("{ rows(first: 8) { name } }")[1] == []
    assert post("{ rows(first: 50) { name } }") == ({"rows": None}, ["ANSWER_TOO_LARGE"])


def test_completed_mutations_are_answered_and_later_ones_not_started() -> None:
    data, codes = post(
        """mutation { a: work(seconds: 1) { row { name } } b: work(seconds: 9) { row { name } }
           c: work(seconds: 1) { errors { code } } }"""
    )
    assert (data, codes) == ({"a": {"row": {"name": "a"}}, "b": None, "c": None}, ["TIMEOUT", "TIMEOUT"])
    assert WORKED == [1, 9]


def test_late_batch_leaves_nulls() -> None:
    assert post("{ must { later } slow }") == ({"must": {"later": "later"}, "slow": "done"}, [])
    assert post("{ rows { later } slow }")[0] == {"rows": [{"later": "later"}], "slow": "done"}


@pytest.mark.django_db
def test_statement_timeout_is_reported() -> None:
    assert post("{ statement }", status=503) == ({"statement": None}, ["TIMEOUT"])
