"""Forms of our own pages are taken without a token; forged ones are refused whatever token they carry."""

import pytest
from django.test import Client

from orders.models import Checkout
from tests.market import find

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
    mango = find().mango
    form = {"variant_id": mango.pk, "product_id": mango.product_id, "quantity": 1, **more}
    return client.post("/gio/them", form, headers=headers)


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
