"""Hostile requests to the API: other buyers' carts, invalid keys, unusual characters."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts import tokens
from accounts.services.change_password import change_password
from catalog.models import Product, Variant
from orders.checkout.services.create_checkout import create_checkout
from orders.graphql.access import checkout_global_id
from orders.models import Checkout, Order
from tests.api.conftest import Ask
from tests.factories import PASSWORD, make_user
from tests.market import make as make_market
from tests.orders.helpers import ready_cart

pytestmark = pytest.mark.django_db

READ = "query ($id: ID!) { checkout(id: $id) { id phone lines { variant { name sku } } } }"
PAY = """mutation ($id: ID!, $key: String, $ip: String) { transactionInitialize(
  id: $id, paymentGateway: {id: "vnpay"}, idempotencyKey: $key, customerIpAddress: $ip) {
  data errors { field code message } } }"""
EMAIL = """mutation ($id: ID!, $email: String!) { checkoutEmailUpdate(id: $id, email: $email) { errors { code } } }"""
REFRESH = "mutation ($t: String!) { tokenRefresh(refreshToken: $t) { token errors { code } } }"
SEND_TO = """mutation ($id: ID!, $to: AddressInput!) {
  checkoutShippingAddressUpdate(id: $id, shippingAddress: $to) { errors { field code } } }"""


@pytest.fixture
def market(units: dict[str, Any]) -> Any:
    return make_market()


def cart_id(pk: object) -> str:
    return checkout_global_id(pk)


def test_cart_of_another_user_is_not_found(ask: Ask, client: Client, market: Any) -> None:
    def refusal(query: str, token: str | None, **variables: Any) -> str:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables}
        answer = client.post("/graphql/", body, content_type="application/json", headers=headers).json()
        assert answer["data"] == {"checkout": None}
        return answer["errors"][0]["extensions"]["exception"]["code"]

    owner = make_user()
    checkout = create_checkout(user=owner)
    for token in (None, tokens.issue(make_user()).access):
        assert refusal(READ, token=token, id=cart_id(checkout.pk)) == "NOT_FOUND"
        answer = ask(EMAIL, token=token, id=cart_id(checkout.pk), email="x@example.vn")
        assert [error["code"] for error in answer["checkoutEmailUpdate"]["errors"]] == ["NOT_FOUND"]
        answer = ask(PAY, token=token, id=cart_id(checkout.pk))
        assert [error["code"] for error in answer["transactionInitialize"]["errors"]] == ["NOT_FOUND"]
    assert ask(READ, token=tokens.issue(owner).access, id=cart_id(checkout.pk))["checkout"] is not None


@pytest.mark.parametrize("key", ["k" * 300, "a\tb", "a\nb"])
def test_invalid_idempotency_key_is_refused(ask: Ask, market: Any, key: str) -> None:
    pk = ready_cart([(market.mango, 1)])
    answer = ask(PAY, id=cart_id(pk), key=key)["transactionInitialize"]
    assert [error["field"] for error in answer["errors"]] == ["idempotencyKey"]
    assert not Order.objects.exists()


@pytest.mark.parametrize("ip", ["8.8.8.8", "x" * 500, "1.2.3.4, 5.6.7.8", "<script>"])
def test_gateway_gets_the_ip_of_the_connection(ask: Ask, market: Any, ip: str) -> None:
    answer = ask(PAY, id=cart_id(ready_cart([(market.mango, 1)])), ip=ip)["transactionInitialize"]
    assert answer["errors"] == []
    assert parse_qs(urlsplit(answer["data"]["redirectUrl"]).query)["vnp_IpAddr"] == ["127.0.0.1"]


@pytest.mark.parametrize(("field", "stored"), [("firstName", "name"), ("streetAddress1", "street")])
def test_invisible_characters_are_removed(ask: Ask, market: Any, field: str, stored: str) -> None:
    pk = ready_cart([(market.mango, 1)])
    to = {"firstName": "Trần Lan", "phone": "0912345678", "streetAddress1": "12 Lê Lai", "communeCode": "30076"}
    answer = ask(SEND_TO, id=cart_id(pk), to=to | {field: "Lê\x01 Lợi\u200b"})["checkoutShippingAddressUpdate"]
    assert answer["errors"] == []
    assert getattr(Checkout.objects.get(pk=pk).shipping_address, stored) == "Lê Lợi"


@pytest.mark.parametrize("field", ["phone", "communeCode", "city", "countryArea"])
def test_control_characters_are_refused(ask: Ask, market: Any, field: str) -> None:
    pk = ready_cart([(market.mango, 1)])
    before = Checkout.objects.values().get(pk=pk)
    to = {"firstName": "Trần Lan", "phone": "0912345678", "streetAddress1": "12 Lê Lai", "communeCode": "30076"}
    if field in ("city", "countryArea"):
        to = to | {"communeCode": "", "city": "Mỹ Thọ"}
    answer = ask(SEND_TO, id=cart_id(pk), to=to | {field: "a\x01b"})["checkoutShippingAddressUpdate"]
    assert len(answer["errors"]) == 1
    assert Checkout.objects.values().get(pk=pk) == before


def test_withdrawn_product_is_not_shown(ask: Ask, market: Any) -> None:
    pk = ready_cart([(market.mango, 1)])
    Product.objects.filter(pk=market.mango.product_id).update(is_published=False)
    Variant.objects.filter(pk=market.mango.pk).update(sku="SECRET")
    assert ask(READ, id=cart_id(pk))["checkout"]["lines"] == [{"variant": None}]


def test_token_from_before_a_password_change_is_refused(ask: Ask) -> None:
    user = make_user()
    issued = tokens.issue(user)
    change_password(user=user, old_password=PASSWORD, new_password="mot-mat-khau-khac-han")
    answer = ask(
        "mutation ($t: String!) { tokenRefresh(refreshToken: $t) { token errors { code } } }", t=issued.refresh
    )
    assert answer["tokenRefresh"] == {"token": None, "errors": [{"code": "JWT_INVALID_TOKEN"}]}


@pytest.mark.parametrize("number", ["\x01", "x" * 10_000, "7K2P-9DXM-4H"])
def test_order_of_another_user_is_null(ask: Ask, number: str) -> None:
    token = tokens.issue(make_user()).access
    assert ask("query ($n: String) { order(number: $n) { id } }", token=token, n=number) == {"order": None}
