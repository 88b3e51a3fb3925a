"""`checkoutCreate` with deliveries and a payment: the whole path in one request."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from graphene_django.utils.testing import graphql_query

from accounts import tokens
from accounts.models import User
from core.graphql.ids import to_global_id
from core.models import Event, IdempotentAnswer
from orders.models import ChargeStatus, Checkout, CheckoutDelivery, Order
from payments.models import Attempt, PaymentIntent
from places.models import Address
from tests.api.conftest import Ask
from tests.factories import make_user
from tests.market import Market, find
from tests.market import make as make_market
from tests.orders.helpers import ipn, pickup_of, show_account, stock
from tests.parallel import at_once

CREATE = """mutation ($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
  created checkout { totalPrice { gross { amount } } deliveryGroups { deliveryMethod { carrier } } }
  orders { number status isPaid seller { name } total { gross { amount } } }
  transaction { pspReference } transactionEvent { type pspReference } data errors { field code } } }"""
ADDRESS = {
    "firstName": "Trần Thị Lan",
    "phone": "+84 912 345 678",
    "streetAddress1": "12/3 Lê Lai",
    "communeCode": "30076",
}
TABLES = (Checkout, CheckoutDelivery, Address, Order, PaymentIntent, Attempt, IdempotentAnswer, Event)


@pytest.fixture
def market(market_database: None, db: None) -> Market:
    return find()


def goods(market: Market, *quantities: int) -> list[dict[str, Any]]:
    variants = (market.mango, market.lotus)
    return [
        {"variantId": to_global_id("ProductVariant", variant.pk), "quantity": quantity}
        for variant, quantity in zip(variants, quantities, strict=False)
    ]


def pickups(market: Market) -> list[str]:
    return [to_global_id("ShippingMethod", pickup_of(seller).pk) for seller in (market.cooperative, market.household)]


def paying(gateway: str = "vnpay", key: str = "4a0b", **more: Any) -> dict[str, Any]:
    return {"gateway": {"id": gateway}, "idempotencyKey": key} | more


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def test_one_request_places_the_orders_and_begins_their_payment(
    ask: Ask, market: Market, run_events: Callable[[], int]
) -> None:
    input = {
        "lines": goods(market, 2, 1), "shippingAddress": ADDRESS, "email": "lan@example.vn",
        "deliveryMethodIds": pickups(market), "payment": paying(amount=320_000),
    }  # fmt: skip
    answer = ask(CREATE, input=input)["checkoutCreate"]
    assert (answer["errors"], answer["created"]) == ([], True)
    assert answer["checkout"] == {
        "totalPrice": {"gross": {"amount": 320_000}},
        "deliveryGroups": [{"deliveryMethod": {"carrier": "pickup"}}] * 2,
    }
    assert [(o["status"], o["isPaid"], o["total"]["gross"]["amount"]) for o in answer["orders"]] == [
        ("UNCONFIRMED", False, 240_000),
        ("UNCONFIRMED", False, 80_000),
    ]
    intent = PaymentIntent.objects.get()
    assert answer["transaction"] == {"pspReference": intent.pk}
    assert answer["transactionEvent"] == {"type": "CHARGE_ACTION_REQUIRED", "pspReference": intent.pk}
    assert "vnp_Amount=32000000" in answer["data"]["redirectUrl"]
    checkout = Checkout.objects.get()
    assert (checkout.buyer_name, checkout.phone, checkout.email) == ("Trần Thị Lan", "0912345678", "lan@example.vn")
    assert (checkout.consent_at is not None, checkout.placed_at is not None) == (True, True)
    assert (stock(market.mango), stock(market.lotus)) == ((10, 2), (5, 1))
    assert ipn(Attempt.objects.get()) == "00"
    run_events()
    assert set(Order.objects.values_list("charge_status", flat=True)) == {ChargeStatus.FULL}


def test_deliveries_without_a_payment_are_stored_in_the_cart(ask: Ask, market: Market) -> None:
    input = {"lines": goods(market, 1, 1), "deliveryMethodIds": pickups(market)[:1]}
    answer = ask(CREATE, input=input)["checkoutCreate"]
    assert (answer["errors"], answer["orders"], answer["transaction"], answer["data"]) == ([], None, None, None)
    assert CheckoutDelivery.objects.get().method_id == pickup_of(market.cooperative).pk
    assert (Order.objects.count(), Checkout.objects.get().placed_at) == (0, None)


@pytest.mark.parametrize("who", ["guest", "buyer", "seller", "operator"])
def test_everyone_may_buy_and_owns_what_they_bought(ask: Ask, market: Market, who: str) -> None:
    user = person(market, who)
    input = {"lines": goods(market, 1), "shippingAddress": ADDRESS, "payment": paying()}
    answer = ask(CREATE, token=tokens.issue(user).access if user else None, input=input)["checkoutCreate"]
    assert answer["errors"] == []
    assert Order.objects.get().user == user


def person(market: Market, who: str) -> User | None:
    if who == "guest":
        return None
    return market.manager if who == "seller" else make_user(full_name="Lê Văn Mua", is_staff=who == "operator")


def test_the_key_of_another_person_is_another_key(ask: Ask, market: Market) -> None:
    input = {"lines": goods(market, 1), "shippingAddress": ADDRESS, "payment": paying()}
    for user in (market.manager, market.household_owner):
        answer = ask(CREATE, token=tokens.issue(user).access, input=input)["checkoutCreate"]
        assert (answer["errors"], answer["created"]) == ([], True)
    assert list(Order.objects.order_by("created_at").values_list("user", flat=True)) == [
        market.manager.pk,
        market.household_owner.pk,
    ]


def test_the_same_key_answers_the_same_orders(ask: Ask, market: Market) -> None:
    input = {"lines": goods(market, 1), "shippingAddress": ADDRESS, "payment": paying()}
    first = ask(CREATE, input=input)["checkoutCreate"]
    before = counts()
    again = ask(CREATE, input=input)["checkoutCreate"]
    assert again == first | {"created": False}
    assert counts() == before
    assert ipn(Attempt.objects.get()) == "00"
    paid = ask(CREATE, input=input)["checkoutCreate"]
    assert paid["errors"] == []
    assert [order["number"] for order in paid["orders"]] == [order["number"] for order in first["orders"]]


def test_the_key_of_another_request_is_refused(ask: Ask, market: Market) -> None:
    input = {"lines": goods(market, 1), "shippingAddress": ADDRESS, "payment": paying()}
    ask(CREATE, input=input)
    before = counts()
    other = ask(CREATE, input=input | {"lines": goods(market, 2)})["checkoutCreate"]
    assert (other["errors"][0]["code"], other["orders"]) == ("IDEMPOTENCY_MISMATCH", None)
    assert counts() == before


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"payment": paying(amount=1)}, "PRICE_CHANGED", None),
        ({"payment": paying(amount=1.5)}, "INVALID", "amount"),
        ({"payment": paying("bitcoin")}, "NOT_FOUND", "paymentGateway"),
        ({"payment": paying("cod")}, "PAYMENT_METHOD_NOT_APPLICABLE", "paymentGateway"),
        ({"payment": paying("vietqr")}, "PAYMENT_METHOD_NOT_APPLICABLE", "paymentGateway"),
        ({"payment": paying(key="x" * 201)}, "INVALID", "idempotencyKey"),
        ({"payment": paying(key="")}, "INVALID", "idempotencyKey"),
        ({"deliveryMethodIds": [to_global_id("ShippingMethod", 999_999)]}, "NOT_FOUND", "deliveryMethodIds"),
        ({"shippingAddress": ADDRESS | {"phone": "12"}}, "INVALID", "phone"),
        ({"shippingAddress": None}, "REQUIRED", "firstName"),
        ({"lines": []}, "NO_LINES", "lines"),
    ],
)
def test_refused_checkout_writes_nothing(
    ask: Ask, market: Market, changed: dict[str, Any], code: str, field: str | None
) -> None:
    input = {"lines": goods(market, 1), "shippingAddress": ADDRESS, "payment": paying()} | changed
    before = counts()
    refused = ask(CREATE, input=input)["checkoutCreate"]
    assert [(error["code"], error["field"]) for error in refused["errors"]] == [(code, field)]
    assert (refused["checkout"], refused["orders"], refused["data"]) == (None, None, None)
    assert counts() == before
    assert stock(market.mango) == (10, 0)


def test_goods_that_are_short_leave_nothing_behind(ask: Ask, market: Market) -> None:
    before = counts()
    input = {"lines": goods(market, 1, 6), "shippingAddress": ADDRESS, "payment": paying()}
    refused = ask(CREATE, input=input)["checkoutCreate"]
    assert [error["code"] for error in refused["errors"]] == ["INSUFFICIENT_STOCK"]
    assert counts() == before
    assert (stock(market.mango), stock(market.lotus)) == ((10, 0), (5, 0))


def test_codes_to_scan_and_cash(ask: Ask, market: Market) -> None:
    show_account(market.cooperative)
    input = {"lines": goods(market, 1), "shippingAddress": ADDRESS, "payment": paying("vietqr")}
    answer = ask(CREATE, input=input)["checkoutCreate"]
    assert answer["errors"] == []
    assert [code["amount"] for code in answer["data"]["paymentIntents"]] == [Order.objects.get().total]
    cash = input | {"payment": paying("cash", "5c1d"), "deliveryMethodIds": pickups(market)[:1]}
    placed = ask(CREATE, input=cash)["checkoutCreate"]
    assert (placed["errors"], placed["transaction"], placed["data"]) == ([], None, None)
    assert [order["total"]["gross"]["amount"] for order in placed["orders"]] == [120_000]


@pytest.fixture
def crowd(transactional_db: None) -> Market:
    return make_market()


def send(input: dict[str, Any]) -> dict[str, Any]:
    answer = graphql_query(CREATE, variables={"input": input}, client=Client())
    return answer.json()["data"]["checkoutCreate"]


@pytest.mark.threads
def test_one_key_at_once_makes_one_checkout(crowd: Market) -> None:
    input = {"lines": goods(crowd, 1, 1), "shippingAddress": ADDRESS, "payment": paying()}
    answers = at_once([partial(send, input)] * 4)
    refused = [answer["errors"][0]["code"] for answer in answers if answer["errors"]]
    assert set(refused) <= {"IDEMPOTENCY_IN_USE"}
    numbers = {tuple(o["number"] for o in answer["orders"]) for answer in answers if not answer["errors"]}
    assert len(numbers) == 1
    assert (Checkout.objects.count(), Order.objects.count(), PaymentIntent.objects.count()) == (1, 2, 1)
    assert (stock(crowd.mango), stock(crowd.lotus)) == ((10, 1), (5, 1))


@pytest.mark.threads
def test_the_last_goods_are_sold_once(crowd: Market, settings: Any) -> None:
    settings.ORDER_LIMITS = dict.fromkeys(settings.ORDER_LIMITS, 0)
    inputs = [
        {"lines": goods(crowd, 1, 1), "shippingAddress": ADDRESS, "payment": paying(key=f"key-{number}")}
        for number in range(9)
    ]
    answers = at_once([partial(send, input) for input in inputs])
    codes = sorted(answer["errors"][0]["code"] for answer in answers if answer["errors"])
    assert codes == ["INSUFFICIENT_STOCK"] * 4
    assert (Checkout.objects.count(), Order.objects.count(), PaymentIntent.objects.count()) == (5, 10, 5)
    assert (stock(crowd.mango), stock(crowd.lotus)) == ((10, 5), (5, 5))
