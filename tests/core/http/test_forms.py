"""Forms of our own pages are taken without a token; forged ones are refused whatever token they carry."""

import pytest
from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client
from django.utils.module_loading import import_string

from accounts.models import User
from core.http.forms import SameOriginMiddleware
from orders.models import Checkout
from tests.market import find
from tests.sessions import sign_in

pytestmark = [pytest.mark.usefixtures("market_database"), pytest.mark.django_db]

OURS = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "http://testserver"},
]
FORGED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Sec-Fetch-Site": "SAME-ORIGIN"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "https://testserver"},
    {"Origin": "null"},
]


def add(client: Client, headers: dict[str, str], **more: str):
    return client.post("/gio/them", form_of_mango(**more), headers=headers)


def form_of_mango(**more: str) -> dict[str, object]:
    mango = find().mango
    return {"variant_id": mango.pk, "product_id": mango.product_id, "quantity": 1, **more}


@pytest.mark.parametrize("headers", OURS)
def test_form_of_our_own_page_needs_no_token(headers: dict[str, str]) -> None:
    assert add(Client(enforce_csrf_checks=True), headers).status_code == 302
    assert Checkout.objects.count() == 1


@pytest.mark.parametrize("headers", FORGED)
def test_form_of_another_site_is_refused_even_with_a_token(headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/gio/").context["csrf_token"]
    assert add(client, headers, csrfmiddlewaretoken=str(token)).status_code == 403
    assert Checkout.objects.count() == 0


SIGNED_IN_OURS = [
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"},
    {"Origin": "https://testserver"},
]
SIGNED_IN_FORGED = [
    *(one for one in FORGED if one != {"Origin": "https://testserver"}),
    {"Sec-Fetch-Site": "cross-site", "Referer": "https://testserver/tai-khoan/"},
    {"Origin": "https://evil.example", "Referer": "https://testserver/"},
    {"Origin": "http://testserver"},  # a page of this host without TLS
]


@pytest.mark.parametrize("has_token", [False, True])
def test_forged_forms_reach_no_signed_in_person(has_token: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, User.objects.get(full_name="Trần Văn Quản"))
    token = str(client.get("/gio/").context["csrf_token"]) if has_token else ""
    for headers in SIGNED_IN_FORGED:
        answer = client.post("/gio/them", form_of_mango(csrfmiddlewaretoken=token), headers=headers, secure=True)
        assert (answer.status_code, headers) == (403, headers)
        assert "không được gửi từ trang của chợ" in answer.content.decode()
    for headers in SIGNED_IN_OURS:
        answer = client.post("/gio/them", form_of_mango(csrfmiddlewaretoken=token), headers=headers, secure=True)
        assert (answer.status_code, headers) == (302, headers)


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_form_without_both_headers_needs_the_token_and_under_tls_our_referer(is_signed_in: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    if is_signed_in:
        sign_in(client, User.objects.get(full_name="Trần Văn Quản"))
    token = str(client.get("/gio/").context["csrf_token"])
    for sent, referer, status in (
        (token, "https://testserver/gio/", 302),
        (token, "https://evil.example/", 403),
        (token, "", 403),
        ("", "https://testserver/gio/", 403),
        ("a" * 32, "https://testserver/gio/", 403),
    ):
        headers = {"Referer": referer} if referer else {}
        answer = client.post("/gio/them", form_of_mango(csrfmiddlewaretoken=sent), headers=headers, secure=True)
        assert (answer.status_code, referer) == (status, referer)


def test_form_without_both_headers_is_refused_by_a_page_with_a_token_that_then_serves() -> None:
    client = Client(enforce_csrf_checks=True)
    refused = add(client, {})
    assert refused.status_code == 403
    assert "csrfmiddlewaretoken" in refused.content.decode()
    assert Checkout.objects.count() == 0
    page = client.get(f"/hang/{find().mango.product.slug}-{find().mango.product_id}/")
    assert "csrfmiddlewaretoken" in page.content.decode()
    assert add(client, {}, csrfmiddlewaretoken=str(page.context["csrf_token"])).status_code == 302


def test_headers_do_not_matter_to_calls_of_programs() -> None:
    client = Client(enforce_csrf_checks=True)
    query = {"query": "{ categories { name } }"}
    answer = client.post("/graphql/", query, content_type="application/json", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


def test_forms_are_checked_by_one_middleware() -> None:
    """Django's check for it (security.W003) knows only its own and is silenced."""
    classes = [import_string(name) for name in settings.MIDDLEWARE]
    checks = [one for one in classes if isinstance(one, type) and issubclass(one, CsrfViewMiddleware)]
    assert checks == [SameOriginMiddleware]
