"""graphene-django's test client for the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from graphene_django.utils.testing import graphql_query

Ask = Callable[..., dict[str, Any]]
Refusal = Callable[..., tuple[int, str]]


@pytest.fixture
def ask(client: Client) -> Ask:
    """ask(query, token=None, **variables) → the answer's `data`; fails on top-level errors."""

    def send(query: str, token: str | None = None, **variables: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = graphql_query(query, variables=variables, headers=headers, client=client)
        answer = response.json()
        assert "errors" not in answer, answer["errors"]
        assert response.status_code == 200
        return answer["data"]

    return send


@pytest.fixture
def refusal(client: Client) -> Refusal:
    """refusal(query, **variables) → (HTTP status, code of the first top-level error)."""

    def send(query: str, **variables: Any) -> tuple[int, str]:
        response = graphql_query(query, variables=variables, client=client)
        return response.status_code, response.json()["errors"][0]["extensions"]["exception"]["code"]

    return send
