"""The number of SQL statements of a whole checkout, from an empty cart to the applied IPN, without jobs.

A statement that begins or ends a transaction or a savepoint counts as one, as `pg_stat_statements` counts it. The test
runs inside a transaction, so that a savepoint stands for each outer transaction: two statements either way. No quote is
stored before, so the carriers are asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Variant
from core.graphql.ids import to_global_id
from orders.checkout.policy import POLICY_VERSION
from payments.models import Attempt
from places.models import Unit
from shipping.models import Carrier, ShippingMethod, ShippingQuote
from tests.market import Market
from tests.payments.helpers import message

ADDRESS = {
    "firstName": "Trần Thị Lan",
    "phone": "+84 912 345 678",
    "streetAddress1": "12/3 Lê Lai",
    "communeCode": "30076",
}
CREATE = """mutation ($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
  checkout { id totalPrice { gross { amount } } } errors { field message code } } }"""
DELIVER = """mutation ($id: ID!, $method: ID!) { checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $method) {
  checkout { totalPrice { gross { amount } } } errors { field message code } } }"""
AT_ONCE = """mutation ($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
  orders { number total { gross { amount } } } data errors { field message code } } }"""
PAY = """mutation ($id: ID!, $amount: PositiveDecimal) {
  transactionInitialize(id: $id, paymentGateway: {id: "vnpay"}, amount: $amount) {
    data errors { field message code } } }"""
COMPLETE = """mutation ($id: ID!) { checkoutComplete(id: $id) {
  orders { number total { gross { amount } } } errors { field message code } } }"""


@dataclass(frozen=True)
class Known:
    """What a client has read before."""

    commune: int
    methods: dict[int, int]  # the delivery of each seller


Run = Callable[[Sequence[Variant], Known], None]


def ask(browser: Client, document: str, **variables: object) -> dict[str, Any]:
    sent = {"query": document, "variables": variables}
    answer = browser.post("/graphql/", sent, content_type="application/json").json()
    assert "errors" not in answer, answer
    (payload,) = answer["data"].values()
    assert payload["errors"] == []
    return payload


def by_pages(variants: Sequence[Variant], known: Known) -> None:
    """Add to the cart, fill the form, place: the requests that change something, each redirect as a browser follows."""
    browser = Client()
    for variant in variants:
        added = {"variant_id": variant.pk, "product_id": variant.product_id, "quantity": 1}
        assert browser.post(reverse("shop:cart-add"), added).status_code == 302
    label = "Xã Mỹ Thọ, Tỉnh Đồng Tháp"
    filled = {
        "action": "review", "buyer_name": "Trần Thị Lan", "phone": "0912345678", "street": "12/3 Lê Lai",
        "commune": label, "commune_picked_for": label, "commune_unit": str(known.commune),
        "payment_method": "vnpay", "consent": POLICY_VERSION,
    }  # fmt: skip
    saved = browser.post(reverse("shop:checkout"), filled)
    assert saved.headers["Location"] == reverse("shop:review")
    review = browser.get(reverse("shop:review"))
    view = review.context["view"]
    placing = {"expected_total": view.total, "quote_id": [group.delivery.quote_id for group in view.groups]}
    placed = browser.post(reverse("shop:place"), placing)
    assert placed.headers["Location"].startswith("http")


def by_mutations(variants: Sequence[Variant], known: Known) -> None:
    """The requests of a client that reads nothing."""
    browser = Client()
    lines = [{"variantId": to_global_id("ProductVariant", variant.pk), "quantity": 1} for variant in variants]
    created = ask(browser, CREATE, input={"lines": lines, "shippingAddress": ADDRESS})["checkout"]
    checkout = created
    for variant in variants:
        method = to_global_id("ShippingMethod", known.methods[variant.product.seller_id])
        checkout = ask(browser, DELIVER, id=created["id"], method=method)["checkout"]
    ask(browser, PAY, id=created["id"], amount=checkout["totalPrice"]["gross"]["amount"])
    assert len(ask(browser, COMPLETE, id=created["id"])["orders"]) == len(variants)


def by_one_mutation(variants: Sequence[Variant], known: Known) -> None:
    """The whole path in one request."""
    lines = [{"variantId": to_global_id("ProductVariant", variant.pk), "quantity": 1} for variant in variants]
    methods = [to_global_id("ShippingMethod", known.methods[variant.product.seller_id]) for variant in variants]
    payment = {"gateway": {"id": "vnpay"}, "idempotencyKey": str(uuid4())}
    input = {"lines": lines, "shippingAddress": ADDRESS, "deliveryMethodIds": methods, "payment": payment}
    assert "redirectUrl" in ask(Client(), AT_ONCE, input=input)["data"]


def statements(run: Run, variants: Sequence[Variant]) -> list[str]:
    """What a checkout with its IPN sends to the database."""
    methods = ShippingMethod.objects.filter(carrier=Carrier.OWN, is_active=True).values_list("seller_id", "pk")
    known = Known(Unit.objects.get(code="30076", valid_to=None).pk, dict(methods))
    ShippingQuote.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        run(variants, known)
    attempt = Attempt.objects.latest("pk")
    sent = message(attempt, "00", None)
    with CaptureQueriesContext(connection) as confirmed:
        assert Client().get("/payments/vnpay/ipn", sent).json()["RspCode"] == "00"
    return [query["sql"] for query in [*captured.captured_queries, *confirmed.captured_queries]]


@pytest.mark.parametrize(
    ("run", "most", "most_more"), [(by_pages, 34, 7), (by_mutations, 34, 7), (by_one_mutation, 24, 0)]
)
def test_a_checkout_keeps_its_budget(run: Run, most: int, most_more: int, market: Market) -> None:
    statements(run, [market.mango, market.lotus])  # opens the ledger's accounts
    one, two = (len(statements(run, goods)) for goods in ([market.mango], [market.mango, market.lotus]))
    assert (one, two - one) == (most, most_more)
