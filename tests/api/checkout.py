"""The mutations of a buyer's checkout, and carts for them."""

from typing import Any

from catalog.models import Variant
from core.graphql.ids import to_global_id
from tests.api.conftest import Ask

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


def variant_id(variant: Variant) -> str:
    return to_global_id("ProductVariant", variant.pk)


def line(variant: Variant, quantity: int) -> dict[str, Any]:
    return {"variantId": variant_id(variant), "quantity": quantity}


def open_with(ask: Ask, *lines: dict[str, Any]) -> str:
    created = ask(CREATE, lines=list(lines))["checkoutCreate"]
    assert created["errors"] == []
    return created["checkout"]["id"]
