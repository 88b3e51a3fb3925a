"""Cross-origin calls of the API: allowed for origins that the operator configured; never with cookies."""

from typing import Any

import graphene
import pytest
from django.test import RequestFactory

from core.graphql.view import GraphQLView

SHOP = "https://shop.example"


class Query(graphene.ObjectType):
    who = graphene.String()


VIEW = GraphQLView.as_view(schema=graphene.Schema(query=Query), authenticate=lambda _request: None)


@pytest.fixture(autouse=True)
def origins(settings: Any) -> None:
    settings.API_ORIGINS = [SHOP, "http://localhost:3000"]


def call(method: str, origin: str | None, **headers: str) -> Any:
    headers |= {"Origin": origin} if origin else {}
    body = '{"query": "{ who }"}' if method == "POST" else ""
    return VIEW(RequestFactory().generic(method, "/graphql/", body, content_type="application/json", headers=headers))


def preflight(origin: str) -> Any:
    preflight = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    return call("OPTIONS", origin, **preflight)


def test_preflight_of_an_allowed_origin_is_granted() -> None:
    response = preflight(SHOP)
    assert response.status_code == 204
    assert {name: value for name, value in response.items() if name.startswith("Access-Control")} == {
        "Access-Control-Allow-Origin": SHOP,
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Authorization, Authorization-Bearer, Content-Type",
        "Access-Control-Max-Age": "7200",
    }


@pytest.mark.parametrize("origin", ["https://evil.example", "https://shop.example.evil.example", "null", SHOP + ":444"])
def test_other_origins_get_no_cors_headers(origin: str) -> None:
    for response in (preflight(origin), call("POST", origin)):
        assert [name for name in response.headers if name.startswith("Access-Control")] == []
        assert "Origin" in response["Vary"]


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_answer_names_its_origin(method: str) -> None:
    response = call(method, SHOP)
    assert response["Access-Control-Allow-Origin"] == SHOP
    assert "Origin" in response["Vary"]
    assert "Access-Control-Allow-Credentials" not in response


def test_star_allows_every_origin(settings: Any) -> None:
    settings.API_ORIGINS = ["*"]
    assert preflight("https://any.example")["Access-Control-Allow-Origin"] == "https://any.example"


def test_request_without_an_origin_gets_no_cors_headers() -> None:
    response = call("POST", None)
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response
