"""Where nothing can be written, all clients get a 503 with a clear message: pages, GraphQL and /v1."""

import errno
from unittest import mock

import django.db
import pytest
from django.test import Client
from psycopg.errors import DiskFull, QueryCanceled

pytestmark = pytest.mark.django_db


def full() -> Exception:
    error = django.db.OperationalError("could not extend file")
    error.__cause__ = DiskFull("could not extend file")
    return error


def cancelled() -> Exception:
    error = django.db.OperationalError("canceling statement due to statement timeout")
    error.__cause__ = QueryCanceled("canceling statement due to statement timeout")
    return error


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("error", [full(), OSError(errno.ENOSPC, "No space left on device")])
def test_page_without_a_database_is_503(client: Client, error: Exception) -> None:
    with mock.patch("django.contrib.sessions.backends.base.SessionBase.get", side_effect=error):
        answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Chợ tạm thời chưa ghi được dữ liệu" in answer.content.decode()


def test_other_error_is_500(client: Client) -> None:
    with mock.patch("django.contrib.sessions.backends.base.SessionBase.get", side_effect=ValueError):
        answer = client.get("/")
    assert answer.status_code == 500
    assert "Xin lỗi, máy chủ gặp lỗi" in answer.content.decode()


def test_graphql_without_a_database_is_503(client: Client) -> None:
    query = {"query": "{ products(first: 1) { edges { node { id } } } }"}
    with mock.patch("django.db.backends.utils.CursorWrapper.execute", side_effect=full()):
        answer = client.post("/graphql/", query, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    error = answer.json()["errors"][0]
    assert (error["message"], error["extensions"]["exception"]["code"]) == (
        "Nothing can be saved at this moment. Try again in a minute.",
        "SERVICE_UNAVAILABLE",
    )


def test_v1_without_a_database_is_503(client: Client) -> None:
    with mock.patch("payments.api.view._answer", side_effect=full()):
        answer = client.post("/v1/payment_intents", {"amount": 1000})
    assert (answer.status_code, answer["Retry-After"], answer.json()["error"]["type"]) == (503, "30", "api_error")


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "đã bỏ dở. Vui lòng thử lại sau ít phút"), ("en", "did not finish in the time it has, and gave up")],
)
def test_page_with_a_cancelled_statement_is_503(client: Client, settings, language: str, words: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with mock.patch("frontend.shop.home.render", side_effect=cancelled()):
        answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert words in answer.content.decode()


def test_graphql_with_a_cancelled_statement_is_503(client: Client) -> None:
    query = {"query": "{ products(first: 1) { edges { node { id } } } }"}
    with mock.patch("django.db.backends.utils.CursorWrapper.execute", side_effect=cancelled()):
        answer = client.post("/graphql/", query, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer.json()["errors"][0]["extensions"]["exception"]["code"] == "TIMEOUT"


def test_v1_with_a_cancelled_statement_is_503(client: Client) -> None:
    with mock.patch("payments.api.view._answer", side_effect=cancelled()):
        answer = client.post("/v1/payment_intents", {"amount": 1000})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer.json()["error"]["message"] == "The request took too long, and was undone. Try again."
