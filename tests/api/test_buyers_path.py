"""The buyer's path through the GraphQL API, from search to a paid order."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalog.models import Reservation, Variant
from core.graphql.ids import to_global_id
from orders.models import Checkout, Order
from payments.intents.services.complete_attempt import complete_attempt
from payments.providers.results import AttemptResult, Outcome
from shipping.services.ensure_default_methods import ensure_default_methods
from tests.api.conftest import Ask, Refusal
from tests.factories import make_product, make_seller, make_user
from tests.orders.helpers import show_account

pytestmark = pytest.mark.django_db

ADDRESS = {
    "firstName": "Trần Thị Lan",
    "phone": "+84 912 345 678",
    "streetAddress1": "12/3 Lê Lai",
    "communeCode": "30076",
}
CREATE = """mutation ($lines: [CheckoutLineInput!]!) { checkoutCreate(input: {lines: $lines}) {
  created checkout { id quantity totalPrice { gross { amount currency } } } errors { field message code } } }"""
ADD = """mutation ($id: ID!, $lines: [CheckoutLineInput!]!) { checkoutLinesAdd(id: $id, lines: $lines) {
  checkout { lines { id quantity variant { id name } } subtotalPrice { gross { amount } } }
  errors { field message code } } }"""
SEND_TO = """mutation ($id: ID!, $to: AddressInput!) { checkoutShippingAddressUpdate(id: $id, shippingAddress: $to) {
  checkout { shippingAddress { firstName phone streetAddress1 commune { code name province } }
    deliveryGroups { seller { name } shippingMethods { id carrier price { amount } } deliveryMethod { id carrier } } }
  errors { field message code } } }"""
DELIVER = """mutation ($id: ID!, $method: ID!) { checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $method) {
  checkout { shippingPrice { gross { amount } } totalPrice { gross { amount } }
    deliveryGroups { deliveryMethod { id carrier } } availablePaymentGateways { id } }
  errors { field message code } } }"""
PAY = """mutation ($id: ID!, $gateway: PaymentGatewayToInitialize!, $amount: PositiveDecimal) {
  transactionInitialize(id: $id, paymentGateway: $gateway, amount: $amount) {
    transaction { id pspReference } transactionEvent { type pspReference } data errors { field message code } } }"""
COMPLETE = """mutation ($id: ID!) { checkoutComplete(id: $id) {
  order { number } orders { id number status isPaid total { gross { amount } } seller { name } }
  errors { field message code } } }"""
ORDER = """query ($number: String!, $phone: String!) { order(number: $number, phone: $phone) {
  number status chargeStatus isPaid paymentMethod total { gross { amount } } seller { name }
  lines { productName variantName quantity unitPrice { gross { amount } } totalPrice { gross { amount } } } } }"""


@pytest.fixture
def two_sellers(units: dict[str, Any]) -> tuple[Variant, Variant]:
    """Mangoes of a cooperative at 245.000 đ and honey of a household at 165.000 đ, ten of each."""
    mango = make_product(seller=make_seller(name="HTX mẫu Mỹ Thọ"), name="Xoài cát Chu", price=245_000, weight_g=5_400)
    honey = make_product(seller=make_seller(name="Hộ mẫu 1"), name="Mật ong hoa tràm", price=165_000, weight_g=800)
    for variant in (mango, honey):
        ensure_default_methods(variant.product.seller_id)
    return mango, honey


def variant_id(variant: Variant) -> str:
    return to_global_id("ProductVariant", variant.pk)


def line(variant: Variant, quantity: int) -> dict[str, Any]:
    return {"variantId": variant_id(variant), "quantity": quantity}


def open_with(ask: Ask, *lines: dict[str, Any]) -> str:
    created = ask(CREATE, lines=list(lines))["checkoutCreate"]
    assert created["errors"] == []
    return created["checkout"]["id"]


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


def test_missing_fields_are_listed(ask: Ask, two_sellers: tuple[Variant, Variant]) -> None:
    checkout = open_with(ask, line(two_sellers[0], 1))
    refused = ask(COMPLETE, id=checkout)["checkoutComplete"]
    assert [error["code"] for error in refused["errors"]] == ["REQUIRED"]
    assert refused["orders"] is None
    unknown = ask(PAY, id=checkout, gateway={"id": "bitcoin"})["transactionInitialize"]
    assert [(error["code"], error["field"]) for error in unknown["errors"]] == [("NOT_FOUND", "paymentGateway")]
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("quantity", "code"),
    [(0, "ZERO_QUANTITY"), (-3, "ZERO_QUANTITY"), (11, "INSUFFICIENT_STOCK"), (10_000, "QUANTITY_GREATER_THAN_LIMIT")],
)
def test_invalid_quantity_creates_no_checkout(
    ask: Ask, two_sellers: tuple[Variant, Variant], quantity: int, code: str
) -> None:
    refused = ask(CREATE, lines=[line(two_sellers[0], 1), line(two_sellers[1], quantity)])["checkoutCreate"]
    assert [error["code"] for error in refused["errors"]] == [code]
    assert (refused["checkout"], Checkout.objects.count()) == (None, 0)


def test_address_is_read_from_text(ask: Ask, two_sellers: tuple[Variant, Variant]) -> None:
    checkout = open_with(ask, line(two_sellers[0], 1))
    words = {
        "lastName": "Trần",
        "firstName": "Thị Lan",
        "phone": "0912345678",
        "streetAddress1": "1",
        "city": "xa my tho",
    }
    sent = ask(SEND_TO, id=checkout, to=words | {"countryArea": "dong thap"})["checkoutShippingAddressUpdate"]
    assert sent["errors"] == []
    assert sent["checkout"]["shippingAddress"]["firstName"] == "Trần Thị Lan"
    assert sent["checkout"]["shippingAddress"]["commune"]["code"] == "30076"
    unclear = ask(SEND_TO, id=checkout, to=words | {"city": "my tho"})["checkoutShippingAddressUpdate"]
    assert [(error["code"], error["field"]) for error in unclear["errors"]] == [("INVALID", "city")]
    assert "28261" in unclear["errors"][0]["message"]
    in_area = ask(SEND_TO, id=checkout, to=words | {"countryArea": "Tỉnh Đồng Tháp, Việt Nam"})
    assert in_area["checkoutShippingAddressUpdate"]["errors"] == []
    past = ask(SEND_TO, id=checkout, to=ADDRESS | {"communeCode": "30121"})["checkoutShippingAddressUpdate"]
    assert [(error["code"], error["field"]) for error in past["errors"]] == [("INVALID", "communeCode")]


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


@pytest.mark.parametrize(
    "amount", ["-1", "NaN", "Infinity", "1e999999", str(10**40), "245.000", "245,000", "２４５０００", "2_45"]
)
def test_invalid_amount_is_refused(refusal: Refusal, amount: str) -> None:
    """Converted to an integer, 1e999999 kept a web process busy for minutes."""
    supplied = {"id": "Q2hlY2tvdXQ6eA==", "gateway": {"id": "vnpay"}, "amount": amount}
    assert refusal(PAY, **supplied) == (400, "GraphQLError")


def test_invalid_amount_literal_is_refused(refusal: Refusal) -> None:
    for amount in ("-1", "1e999999", '"245.000"'):
        query = f'mutation {{ transactionInitialize(id: "x", paymentGateway: {{id: "vnpay"}}, amount: {amount}) '
        assert refusal(query + "{ errors { code } } }") == (400, "GraphQLError")


@pytest.mark.parametrize(
    ("argument", "value"),
    [("idempotencyKey", "a\tb"), ("idempotencyKey", "k" * 201)],
)
def test_unsupported_input_is_named(ask: Ask, two_sellers: tuple[Variant, Variant], argument: str, value: str) -> None:
    checkout = open_with(ask, line(two_sellers[0], 1))
    ask(SEND_TO, id=checkout, to=ADDRESS)
    pay = f"""mutation ($id: ID!, $value: String) {{
      transactionInitialize(id: $id, paymentGateway: {{id: "vnpay"}}, {argument}: $value) {{
        errors {{ field code }} }} }}"""
    assert ask(pay, id=checkout, value=value)["transactionInitialize"]["errors"] == [
        {"field": argument, "code": "INVALID"}
    ]
    assert Order.objects.count() == 0


def test_commune_code_needs_five_digits(ask: Ask, two_sellers: tuple[Variant, Variant]) -> None:
    checkout = open_with(ask, line(two_sellers[0], 1))
    for code in ("\t", "3007\t", "300766", "٣٠٠٧٦"):
        refused = ask(SEND_TO, id=checkout, to=ADDRESS | {"communeCode": code})["checkoutShippingAddressUpdate"]
        assert [(error["field"], error["code"]) for error in refused["errors"]] == [("communeCode", "INVALID")]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"firstName": " "}, "firstName", "REQUIRED"),
        ({"phone": "123"}, "phone", "INVALID"),
        ({"streetAddress1": ""}, "streetAddress1", "REQUIRED"),
        ({"streetAddress1": "x" * 5_000}, "streetAddress1", "INVALID"),
        ({"communeCode": "99999"}, "communeCode", "INVALID"),
    ],
)
def test_each_address_error_has_its_code(
    ask: Ask, two_sellers: tuple[Variant, Variant], changed: dict[str, str], field: str, code: str
) -> None:
    checkout = open_with(ask, line(two_sellers[0], 1))
    refused = ask(SEND_TO, id=checkout, to=ADDRESS | changed)["checkoutShippingAddressUpdate"]
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [(field, code)]


@pytest.mark.parametrize(
    ("price", "quantity", "codes"),
    [
        (4_999, 1, ["PAYMENT_METHOD_NOT_APPLICABLE"]),
        (5_000, 1, []),
        (333_333_333, 3, []),
        (500_000_000, 2, ["PAYMENT_METHOD_NOT_APPLICABLE"]),
    ],
)
def test_vnpay_is_offered_within_its_limits_only(
    ask: Ask, two_sellers: tuple[Variant, Variant], price: int, quantity: int, codes: list[str]
) -> None:
    mango = two_sellers[0]
    Variant.objects.filter(pk=mango.pk).update(price=price)
    checkout = open_with(ask, line(mango, quantity))
    groups = ask(SEND_TO, id=checkout, to=ADDRESS)["checkoutShippingAddressUpdate"]["checkout"]["deliveryGroups"]
    pickup = next(method["id"] for method in groups[0]["shippingMethods"] if method["carrier"] == "pickup")
    reported = ask(DELIVER, id=checkout, method=pickup)["checkoutDeliveryMethodUpdate"]["checkout"]
    paying = ask(PAY, id=checkout, gateway={"id": "vnpay"})["transactionInitialize"]
    assert [error["code"] for error in paying["errors"]] == codes
    assert ({"id": "vnpay"} in reported["availablePaymentGateways"], Order.objects.count()) == (
        not codes,
        int(not codes),
    )
    if codes:
        assert paying["errors"][0]["message"].startswith("VNPay chỉ nhận từ 5.000 đ đến dưới 1.000.000.000 đ")
