"""A body that was not read completely: a page for people, JSON for programs; no view is called."""

import pytest
from django.test import Client

from core.http.rsgi import REFUSED

STATUSES = [400, 408, 411, 413, 503]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Chưa có gì được ghi lại"), ("en", "Nothing has been recorded")]
)
def test_refused_request_is_explained_to_people(status: int, language: str, words: str) -> None:
    client = Client(headers={"Cookie": f"choxa_language={language}"})
    answer = client.post("/gio/them", **{REFUSED: status})
    assert answer.status_code == status
    assert words in answer.text
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)


@pytest.mark.parametrize("status", STATUSES)
def test_refused_request_of_an_api_is_json(status: int) -> None:
    client = Client()
    graphql = client.post("/graphql/", b"{}", content_type="application/json", **{REFUSED: status})
    assert (graphql.status_code, list(graphql.json())) == (status, ["errors"])
    stripe = client.post("/v1/refunds", **{REFUSED: status})
    assert (stripe.status_code, list(stripe.json())) == (status, ["error"])
