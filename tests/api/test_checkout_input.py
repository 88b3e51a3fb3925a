"""The input of a checkout in the GraphQL API: each fault has its code and field."""

import pytest

from catalog.models import Variant
from orders.models import Checkout, Order
from tests.api.checkout import ADDRESS, COMPLETE, CREATE, DELIVER, PAY, SEND_TO, line, open_with
from tests.api.conftest import Ask, Refusal

pytestmark = pytest.mark.django_db


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
