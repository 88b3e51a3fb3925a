"""The buyer's path through the GraphQL API, from search to a paid order."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalog.models import Reservation, Variant
from core.graphql.ids import to_global_id
from orders.models import Order
from payments.intents.services.complete_attempt import complete_attempt
from payments.providers.results import AttemptResult, Outcome
from tests.api.checkout import ADD, ADDRESS, COMPLETE, CREATE, DELIVER, ORDER, PAY, SEND_TO, line, open_with, variant_id
from tests.api.conftest import Ask
from tests.factories import make_user
from tests.orders.helpers import show_account

pytestmark = pytest.mark.django_db


def test_search_checkout_and_payment_make_a_paid_order(
    ask: Ask, client: Client, two_sellers: tuple[Variant, Variant], run_events: Callable[[], int]
) -> None:
    mango, honey = two_sellers
    matches = ask(
        """{ products(first: 5, search: "xoai cat chu") { totalCount edges { node { name seller { name }
        variants { id quantityAvailable pricing { price { gross { amount currency } } } } } } } }"""
    )["products"]
    assert matches["totalCount"] == 1
    node = matches["edges"][0]["node"]
    assert (node["name"], node["seller"]["name"]) == ("Xoài cát Chu", "HTX mẫu Mỹ Thọ")
    assert node["variants"] == [
        {
            "id": variant_id(mango),
            "quantityAvailable": 10,
            "pricing": {"price": {"gross": {"amount": 245000.0, "currency": "VND"}}},
        }
    ]

    checkout = open_with(ask, line(mango, 1))
    added = ask(ADD, id=checkout, lines=[line(honey, 2)])["checkoutLinesAdd"]
    assert added["errors"] == []
    assert [(each["variant"]["id"], each["quantity"]) for each in added["checkout"]["lines"]] == [
        (variant_id(mango), 1),
        (variant_id(honey), 2),
    ]
    assert added["checkout"]["subtotalPrice"]["gross"]["amount"] == 575_000

    sent = ask(SEND_TO, id=checkout, to=ADDRESS)["checkoutShippingAddressUpdate"]
    assert sent["errors"] == []
    assert sent["checkout"]["shippingAddress"] == {
        "firstName": "Trần Thị Lan",
        "phone": "0912345678",
        "streetAddress1": "12/3 Lê Lai",
        "commune": {"code": "30076", "name": "Xã Mỹ Thọ", "province": "Tỉnh Đồng Tháp"},
    }
    groups = sent["checkout"]["deliveryGroups"]
    assert [group["seller"]["name"] for group in groups] == ["HTX mẫu Mỹ Thọ", "Hộ mẫu 1"]
    pickups = [next(m["id"] for m in group["shippingMethods"] if m["carrier"] == "pickup") for group in groups]
    for method in pickups:
        selected = ask(DELIVER, id=checkout, method=method)["checkoutDeliveryMethodUpdate"]
        assert selected["errors"] == []
    assert [group["deliveryMethod"]["carrier"] for group in selected["checkout"]["deliveryGroups"]] == ["pickup"] * 2
    assert selected["checkout"]["totalPrice"]["gross"]["amount"] == 575_000

    paying = ask(PAY, id=checkout, gateway={"id": "vnpay"}, amount=575_000)["transactionInitialize"]
    assert paying["errors"] == []
    assert paying["transactionEvent"]["type"] == "CHARGE_ACTION_REQUIRED"
    url = paying["data"]["redirectUrl"]
    assert "vnp_Amount=57500000" in url
    assert "vnp_SecureHash=" in url

    done = ask(COMPLETE, id=checkout)["checkoutComplete"]
    assert done["errors"] == []
    assert [(o["status"], o["isPaid"], o["total"]["gross"]["amount"]) for o in done["orders"]] == [
        ("UNCONFIRMED", False, 245_000),
        ("UNCONFIRMED", False, 330_000),
    ]
    assert done["order"]["number"] == done["orders"][0]["number"]

    reference = url.split("vnp_TxnRef=")[1].split("&")[0]
    control = {"txn_ref": reference, "outcome": "success", "order": "ipn_first", "ipn": "once"}
    reported = client.post("/vnpay-sandbox/control", control, content_type="application/json").json()
    assert reported["ipn_answers"] == [{"RspCode": "00", "Message": "Confirm Success"}]
    run_events()
    number = done["orders"][1]["number"]
    paid = ask(ORDER, number=number.lower().replace("-", " "), phone="0912 345 678")["order"]
    assert paid == {
        "number": number,
        "status": "UNCONFIRMED",
        "chargeStatus": "FULL",
        "isPaid": True,
        "paymentMethod": "vnpay",
        "total": {"gross": {"amount": 330_000.0}},
        "seller": {"name": "Hộ mẫu 1"},
        "lines": [
            {
                "productName": "Mật ong hoa tràm",
                "variantName": honey.name,
                "quantity": 2,
                "unitPrice": {"gross": {"amount": 165_000.0}},
                "totalPrice": {"gross": {"amount": 330_000.0}},
            }
        ],
    }


def test_each_seller_has_its_own_payment_code(
    ask: Ask, two_sellers: tuple[Variant, Variant], run_events: Callable[[], int]
) -> None:
    mango, honey = two_sellers
    for variant in two_sellers:
        show_account(variant.product.seller)
    checkout = open_with(ask, line(mango, 1), line(honey, 1))
    sent = ask(SEND_TO, id=checkout, to=ADDRESS)["checkoutShippingAddressUpdate"]["checkout"]
    method = sent["deliveryGroups"][0]["deliveryMethod"]["id"]
    reported = ask(DELIVER, id=checkout, method=method)["checkoutDeliveryMethodUpdate"]["checkout"]
    assert [gateway["id"] for gateway in reported["availablePaymentGateways"]] == ["vietqr", "vnpay"]

    paying = ask(PAY, id=checkout, gateway={"id": "vietqr"})["transactionInitialize"]

    assert (paying["errors"], paying["transactionEvent"]["type"]) == ([], "CHARGE_ACTION_REQUIRED")
    first, second = paying["data"]["paymentIntents"]
    assert paying["transaction"]["pspReference"] == first["id"]
    assert (first["seller"], second["seller"]) == ("HTX mẫu Mỹ Thọ", "Hộ mẫu 1")
    assert first["code"] in first["qrData"]
    assert first["qrImageUrl"].startswith("http")
    assert (first["bank"], first["bankBin"], first["accountHolder"]) == ("Vietcombank", "970436", "NGUOI BAN THU")
    orders = {order.code: order for order in Order.objects.all()}
    assert [each["amount"] for each in (first, second)] == [orders[e["order"]].total for e in (first, second)]

    complete_attempt(reference=second["code"], result=AttemptResult(Outcome.SUCCEEDED), confirmed_by="sepay")
    run_events()

    again = ask(PAY, id=checkout, gateway={"id": "vietqr"})["transactionInitialize"]
    assert [each["code"] for each in again["data"]["paymentIntents"]] == [first["code"]]
    assert [Order.objects.get(code=each["order"]).charge_status for each in (first, second)] == ["NONE", "FULL"]


def test_repeated_completion_returns_the_same_orders(ask: Ask, two_sellers: tuple[Variant, Variant]) -> None:
    checkout = open_with(ask, line(two_sellers[0], 1))
    ask(SEND_TO, id=checkout, to=ADDRESS)
    first = ask(PAY, id=checkout, gateway={"id": "vnpay"})["transactionInitialize"]
    again = ask(PAY, id=checkout, gateway={"id": "vnpay"})["transactionInitialize"]
    assert (first["errors"], again["errors"]) == ([], [])
    assert first["transaction"] == again["transaction"]
    numbers = [ask(COMPLETE, id=checkout)["checkoutComplete"]["order"]["number"] for _ in range(2)]
    assert numbers[0] == numbers[1]
    assert (Order.objects.count(), Reservation.objects.count()) == (1, 1)


def test_changed_total_is_refused(ask: Ask, two_sellers: tuple[Variant, Variant]) -> None:
    checkout = open_with(ask, line(two_sellers[0], 1))
    ask(SEND_TO, id=checkout, to=ADDRESS)
    refused = ask(PAY, id=checkout, gateway={"id": "vnpay"}, amount=1)["transactionInitialize"]
    assert [error["code"] for error in refused["errors"]] == ["PRICE_CHANGED"]
    assert (refused["data"], Order.objects.count(), Reservation.objects.count()) == (None, 0, 0)


def test_checkout_of_another_user_is_not_found(ask: Ask, refusal: Any, two_sellers: tuple[Variant, Variant]) -> None:
    owner = make_user(password="mat-khau-cua-lan")
    signed = ask(
        'mutation ($who: String!) { tokenCreate(email: $who, password: "mat-khau-cua-lan") '
        "{ token user { phone } errors { code } } }",
        who=owner.phone,
    )["tokenCreate"]
    assert (signed["errors"], signed["user"]) == ([], {"phone": owner.phone})
    created = ask(CREATE, token=signed["token"], lines=[line(two_sellers[0], 1)])["checkoutCreate"]
    checkout = created["checkout"]["id"]
    read = "query ($id: ID!) { checkout(id: $id) { id quantity } }"
    assert ask(read, token=signed["token"], id=checkout)["checkout"] == {"id": checkout, "quantity": 1}
    assert refusal(read, id=checkout) == (200, "NOT_FOUND")
    stolen = ask(ADD, id=checkout, lines=[line(two_sellers[0], 1)])["checkoutLinesAdd"]
    assert [error["code"] for error in stolen["errors"]] == ["NOT_FOUND"]
    assert ask(read, token=signed["token"], id=checkout)["checkout"]["quantity"] == 1


def test_order_is_opened_with_its_phone_only(ask: Ask, refusal: Any, two_sellers: tuple[Variant, Variant]) -> None:
    checkout = open_with(ask, line(two_sellers[0], 1))
    ask(SEND_TO, id=checkout, to=ADDRESS)
    ask(PAY, id=checkout, gateway={"id": "vnpay"})
    number = ask(COMPLETE, id=checkout)["checkoutComplete"]["order"]["number"]
    assert refusal(ORDER, number=number, phone="0999999999") == (200, "NOT_FOUND")
    assert ask("query ($n: String) { order(number: $n) { number } }", n=number) == {"order": None}
    assert ask("query ($id: ID) { order(id: $id) { number } }", id=to_global_id("Order", Order.objects.get().pk)) == {
        "order": None
    }
