"""Cached answers without Django's request: the same bytes and headers, the log's line and the count of the metrics."""

import io
import json
from typing import Any

import pytest
from django.test import Client, RequestFactory

from core import metrics
from core.http.rsgi import REFUSED
from core.response_cache.shortcut import repeat
from tests.log_lines import log_lines
from tests.market import find

pytestmark = [
    pytest.mark.usefixtures("market_database", "listener"),
    pytest.mark.django_db(transaction=True),
]
QUERY = json.dumps({"query": "{ categories { name } }"}).encode()


def environ(path: str = "/", **more: Any) -> dict[str, Any]:
    return RequestFactory().get(path).environ | more


def post(**more: Any) -> dict[str, Any]:
    request = RequestFactory().post("/graphql/", QUERY, content_type="application/json")
    return request.environ | {"wsgi.input": io.BytesIO(QUERY)} | more


def test_nothing_is_repeated_that_was_not_made(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert repeat(environ()) is None
        assert repeat(post()) is None


@pytest.mark.parametrize("path", ["/", "/tim?q=xoai", "/chinh-sach/doi-tra/"])
def test_page_is_repeated_with_all_headers(path: str, django_assert_num_queries) -> None:
    page = Client().get(path)
    with django_assert_num_queries(0):
        status, headers, body = repeat(environ(path))
    assert (status, dict(headers), body) == (200, dict(page.items()), page.content)
    assert "Content-Security-Policy" in dict(headers)
    assert "Set-Cookie" not in dict(headers)


def test_answer_of_the_api_is_repeated_and_its_body_stays_readable() -> None:
    answer = Client().post("/graphql/", QUERY, content_type="application/json")
    asking = post()
    status, headers, body = repeat(asking)
    assert (status, dict(headers), body) == (200, dict(answer.items()), answer.content)
    assert asking["wsgi.input"].read() == QUERY


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_COOKIE": "choxa_session=a"},
        {"HTTP_COOKIE": "theme=dark; __Host-choxa_cart=a"},
        {"HTTP_AUTHORIZATION": "Bearer a"},
        {"HTTP_HOST": "other.example"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"HTTP_COOKIE": "choxa_language=en"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_HX_REQUEST": "other"},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "DELETE"},
        {"PATH_INFO": "//"},
        {"PATH_INFO": "/" + "a" * 400},
        {"PATH_INFO": "/\xff"},
        {"QUERY_STRING": "a=%ff"},
        {"QUERY_STRING": "a" * 3_000},
        {REFUSED: 413},
    ],
)
def test_other_requests_reach_django(more: dict[str, Any]) -> None:
    Client().get("/")
    assert repeat(environ())
    assert repeat(environ(**more)) is None


def test_unknown_parameters_and_ranges_do_not_matter_and_another_program_may_have_cookies() -> None:
    page = Client().get("/")
    for more in ({"QUERY_STRING": "fbclid=a"}, {"HTTP_RANGE": "bytes=0-9"}, {"HTTP_COOKIE": "theme=dark"}):
        assert repeat(environ(**more))[2] == page.content


def test_line_of_the_access_log_and_metrics_are_as_of_django(settings) -> None:
    settings.ACCESS_LOG = settings.METRICS = True
    settings.PROXIES = 1
    product = find().mango.product
    path, forwarded = f"/hang/{product.slug}-{product.pk}/", {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    before = _count()
    with log_lines() as lines:
        Client().get(path, headers={"x-forwarded-for": "203.0.113.9"})
        assert repeat(environ(path, **forwarded))
    first, second = [line for line in lines.text.splitlines() if "status=200" in line]
    for part in ("status=200", "network=203.0.113.9", "method=GET", "path=/hang/{slug}-{product_id}/", "object="):
        assert part in first
        assert part in second
    assert "statements=0" in second
    assert _count() == before + 2


def _count() -> float:
    labels = {"method": "GET", "path": "/hang/{slug}-{product_id}/", "status": "2xx"}
    samples = [sample for metric in metrics.REQUEST_SECONDS.collect() for sample in metric.samples]
    return sum(one.value for one in samples if one.name.endswith("_count") and one.labels == labels)
