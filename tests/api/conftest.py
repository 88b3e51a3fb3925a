"""graphene-django's test client for the API, and goods of two sellers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from graphene_django.utils.testing import graphql_query

from catalog.models import Variant
from shipping.services.ensure_default_methods import ensure_default_methods
from tests.factories import make_product, make_seller

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


@pytest.fixture
def two_sellers(units: dict[str, Any]) -> tuple[Variant, Variant]:
    """Mangoes of a cooperative at 245.000 đ and honey of a household at 165.000 đ, ten of each."""
    mango = make_product(seller=make_seller(name="HTX mẫu Mỹ Thọ"), name="Xoài cát Chu", price=245_000, weight_g=5_400)
    honey = make_product(seller=make_seller(name="Hộ mẫu 1"), name="Mật ong hoa tràm", price=165_000, weight_g=800)
    for variant in (mango, honey):
        ensure_default_methods(variant.product.seller_id)
    return mango, honey
