"""The access log: one line a request, with the template of its path and the outcome."""

import json
import re

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import resolve

from core.logs.filters import FloodLimit
from core.logs.formatters import JsonFormatter
from core.logs.routes import template_of
from tests.factories import PASSWORD, make_user
from tests.log_lines import log_lines

pytestmark = pytest.mark.django_db
NUMBERS = re.compile(r"(ms|statements)=\d+")


@pytest.fixture(autouse=True)
def _access_log(settings) -> None:
    settings.ACCESS_LOG = True


def test_line_has_status_time_statements_and_path_template() -> None:
    with log_lines(logger="choxa.access") as lines:
        Client().get("/hang/xoai-cat-chu-999999999999/", REMOTE_ADDR="203.0.113.7")
        Client().post("/dang-nhap/", {"identifier": "0912345678", "password": "sai"})
    assert [NUMBERS.sub(r"\1=N", line) for line in lines.plain] == [
        "INFO choxa.access request status=404 ms=N statements=N path=/hang/{slug}-{product_id}/ request=R "
        "network=203.0.113.7 method=GET route=shop:product object=slug=xoai-cat-chu,product_id=*",
        "INFO choxa.access request status=422 ms=N statements=N path=/dang-nhap/ request=R network=127.0.0.1 "
        "method=POST route=account:sign-in",
    ]


def test_json_line_has_numbers_and_the_user() -> None:
    user = make_user()
    with log_lines(JsonFormatter(), logger="choxa.access") as lines:
        client = Client()
        client.post("/dang-nhap/", {"identifier": user.phone, "password": PASSWORD})
        client.get("/tai-khoan/")
    _sign_in, line = [json.loads(text) for text in lines.text.splitlines()]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00", line.pop("time"))
    assert re.fullmatch(r"req_\w{24}", line.pop("request"))
    assert line.pop("ms") >= 0
    assert 1 <= line.pop("statements") <= 20
    assert line == {
        "level": "INFO", "logger": "choxa.access", "message": "request", "status": 200, "path": "/tai-khoan/",
        "network": "127.0.0.1", "method": "GET", "route": "account:home", "person": f"user:{user.pk}", "kind": "buyer",
    }  # fmt: skip


def test_statement_count_is_that_of_the_request(django_assert_num_queries) -> None:
    with log_lines(logger="choxa.access") as lines, django_assert_num_queries(1) as sent:
        Client().get("/dat-mat-khau/fX3q9aZLw0pT5rVb7NcYdE1uHsGjMiOeKxQyWzAB")
    assert f"statements={len(sent)} path=/dat-mat-khau/{{token}} " in lines.text
    assert "fX3q9" not in lines.text


def test_successful_probes_and_a_disabled_log_write_nothing(settings) -> None:
    settings.METRICS, settings.METRICS_TOKEN = True, "t" * 32
    with log_lines(logger="choxa.access") as lines:
        assert Client().get("/metrics", headers={"Authorization": f"Bearer {'t' * 32}"}).status_code == 200
        assert lines.text == ""
        assert Client().get("/healthz").status_code == 503  # no worker runs
        assert "status=503" in lines.text
        settings.ACCESS_LOG = False
        Client().get("/dang-nhap/")
    assert len(lines.text.splitlines()) == 1


def test_flood_limit_never_cuts_the_access_log() -> None:
    with log_lines(flood=FloodLimit(per_network=1, in_all=1), logger="choxa.access") as lines:
        for _ in range(3):
            Client().get("/dang-nhap/")
    assert len(lines.text.splitlines()) == 3


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/", "/"),
        ("/don/7K2P-9DXM-4H/", "/don/{code}/"),
        ("/payments/vietqr/pi_abc/0123456789.svg", "/payments/vietqr/{}/{}.{}"),
        ("/quan-tri/accounts/user/12/change/", "/quan-tri/accounts/user/{object_id}/change/"),
    ],
)
def test_path_template_names_its_parameters(path: str, template: str) -> None:
    request: HttpRequest = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    assert template_of(request) == template
