"""The GraphQL operation that asks for each field of Query and Mutation, and its variables for an object."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.graphql.ids import to_global_id
from orders.graphql.access import checkout_global_id
from tests.access.sales import Buyer
from tests.access.world import SIDE, SIDES

Given = Mapping[str, Any]
_CHECKOUT = "checkout { phone shippingAddress { firstName streetAddress1 } orders { number } } errors { code }"
_ORDER = "number shippingAddress { firstName phone streetAddress1 }"


@dataclass(frozen=True)
class Asked:
    """An operation, and what of an object it takes."""

    text: str
    variables: Callable[[Given], dict[str, Any]] = lambda given: {}


def _checkout(given: Given) -> dict[str, Any]:
    return {"id": checkout_global_id(UUID(given["checkout"]))}


def _lines(given: Given) -> dict[str, Any]:
    return _checkout(given) | {
        "lines": [{"variantId": to_global_id("ProductVariant", given.get("variant_id", 1)), "quantity": 2}]
    }


def _of_checkout(name: str, arguments: str, variables: Callable[[Given], dict[str, Any]]) -> Asked:
    """A mutation of one checkout: `arguments` are those beside its id, with their types."""
    names = [one.split(":")[0].strip("$ ") for one in arguments.split(",") if one]
    given = "".join(f", {one}: ${one}" for one in names)
    declared = f"$id: ID!{''.join(f', {one.strip()}' for one in arguments.split(',') if one)}"
    return Asked(f"mutation ({declared}) {{ {name}(id: $id{given}) {{ {_CHECKOUT} }} }}", variables)


GUEST: Buyer = SIDES[SIDE].guest
ADDRESS = {"firstName": "Ai đó", "phone": "0912000111", "streetAddress1": "1 Trần Phú", "communeCode": "30076"}
QUERIES: dict[str, Asked] = {
    "Query.me": Asked("{ me { id phone email fullName } }"),
    "Query.checkout": Asked(
        "query ($id: ID!) { checkout(id: $id) { phone shippingAddress { firstName } orders { number } } }", _checkout
    ),
    # By the key of the row, which is no capability.
    "Query.checkout:key": Asked(
        "query ($id: ID!) { checkout(id: $id) { phone } }",
        lambda given: {"id": to_global_id("Checkout", given["checkout"])},
    ),
    "Query.order": Asked(
        f"query ($id: ID!) {{ order(id: $id) {{ {_ORDER} }} }}",
        lambda given: {"id": to_global_id("Order", given["order_id"])},
    ),
    "Query.order:number": Asked(
        f"query ($number: String!) {{ order(number: $number) {{ {_ORDER} }} }}", lambda given: {"number": given["code"]}
    ),
    "Query.order:phone": Asked(
        f"query ($number: String!, $phone: String!) {{ order(number: $number, phone: $phone) {{ {_ORDER} }} }}",
        lambda given: {"number": given["code"], "phone": GUEST.phone},
    ),
    "Query.products": Asked("{ products { edges { node { name seller { name taxCode } } } } }"),
    "Query.product": Asked(
        "query ($id: ID!) { product(id: $id) { name variants { sku } } }",
        lambda given: {"id": to_global_id("Product", given["product_id"])},
    ),
    "Query.categories": Asked("{ categories { name } }"),
    "Mutation.tokenCreate": Asked(
        'mutation { tokenCreate(email: "0999999999", password: "sai roi") { token user { phone } errors { code } } }'
    ),
    "Mutation.tokenRefresh": Asked(
        'mutation { tokenRefresh(refreshToken: "x") { token user { phone } errors { code } } }'
    ),
    "Mutation.tokenVerify": Asked('mutation { tokenVerify(token: "x") { isValid user { phone } errors { code } } }'),
    "Mutation.tokensDeactivateAll": Asked("mutation { tokensDeactivateAll { errors { code } } }"),
    "Mutation.checkoutCreate": Asked(
        f"mutation ($input: CheckoutCreateInput!) {{ checkoutCreate(input: $input) {{ {_CHECKOUT} }} }}",
        lambda given: {"input": {"lines": _lines(given | {"checkout": UUID(int=0).hex})["lines"]}},
    ),
    "Mutation.checkoutLinesAdd": _of_checkout("checkoutLinesAdd", "$lines: [CheckoutLineInput!]!", _lines),
    "Mutation.checkoutLinesUpdate": _of_checkout("checkoutLinesUpdate", "$lines: [CheckoutLineInput!]!", _lines),
    "Mutation.checkoutLinesDelete": _of_checkout(
        "checkoutLinesDelete", "$linesIds: [ID!]!",
        lambda given: _checkout(given) | {"linesIds": [to_global_id("CheckoutLine", given["line"])]},
    ),
    "Mutation.checkoutEmailUpdate": _of_checkout(
        "checkoutEmailUpdate", "$email: String!", lambda given: _checkout(given) | {"email": "ai@example.vn"}
    ),
    "Mutation.checkoutShippingAddressUpdate": _of_checkout(
        "checkoutShippingAddressUpdate", "$shippingAddress: AddressInput!",
        lambda given: _checkout(given) | {"shippingAddress": ADDRESS},
    ),
    "Mutation.checkoutDeliveryMethodUpdate": _of_checkout(
        "checkoutDeliveryMethodUpdate", "$deliveryMethodId: ID!",
        lambda given: _checkout(given)
        | {"deliveryMethodId": to_global_id("ShippingMethod", given.get("method_id", 1))},
    ),
    "Mutation.transactionInitialize": Asked(
        'mutation ($id: ID!) { transactionInitialize(id: $id, paymentGateway: {id: "vnpay"}) '
        "{ transaction { pspReference } data errors { code } } }",
        _checkout,
    ),
    "Mutation.checkoutComplete": Asked(
        f"mutation ($id: ID!) {{ checkoutComplete(id: $id) {{ orders {{ {_ORDER} }} errors {{ code }} }} }}", _checkout
    ),
}  # fmt: skip
