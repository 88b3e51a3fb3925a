"""The GraphQL operation for each field of Query and Mutation, and its variables for an object."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.graphql.ids import to_global_id
from orders.graphql.access import checkout_global_id
from tests.access.sales import Buyer
from tests.access.world import SIDE, SIDES

Supplied = Mapping[str, Any]
_CHECKOUT = "checkout { phone shippingAddress { firstName streetAddress1 } orders { number } } errors { code }"
_ORDER = "number shippingAddress { firstName phone streetAddress1 }"


@dataclass(frozen=True)
class Requested:
    """An operation, and the data of an object that it needs."""

    text: str
    variables: Callable[[Supplied], dict[str, Any]] = lambda supplied: {}


def _checkout(supplied: Supplied) -> dict[str, Any]:
    return {"id": checkout_global_id(UUID(supplied["checkout"]))}


def _lines(supplied: Supplied) -> dict[str, Any]:
    return _checkout(supplied) | {
        "lines": [{"variantId": to_global_id("ProductVariant", supplied.get("variant_id", 1)), "quantity": 2}]
    }


def _of_checkout(name: str, arguments: str, variables: Callable[[Supplied], dict[str, Any]]) -> Requested:
    """A mutation of one checkout: `arguments` are those in addition to its id, with their types."""
    names = [one.split(":")[0].strip("$ ") for one in arguments.split(",") if one]
    supplied = "".join(f", {one}: ${one}" for one in names)
    declared = f"$id: ID!{''.join(f', {one.strip()}' for one in arguments.split(',') if one)}"
    return Requested(f"mutation ({declared}) {{ {name}(id: $id{supplied}) {{ {_CHECKOUT} }} }}", variables)


GUEST: Buyer = SIDES[SIDE].guest
ADDRESS = {"firstName": "Ai đó", "phone": "0912000111", "streetAddress1": "1 Trần Phú", "communeCode": "30076"}
QUERIES: dict[str, Requested] = {
    "Query.me": Requested("{ me { id phone email fullName } }"),
    "Query.checkout": Requested(
        "query ($id: ID!) { checkout(id: $id) { phone shippingAddress { firstName } orders { number } } }", _checkout
    ),
    # By the key of the row, which is no capability.
    "Query.checkout:key": Requested(
        "query ($id: ID!) { checkout(id: $id) { phone } }",
        lambda supplied: {"id": to_global_id("Checkout", supplied["checkout"])},
    ),
    "Query.order": Requested(
        f"query ($id: ID!) {{ order(id: $id) {{ {_ORDER} }} }}",
        lambda supplied: {"id": to_global_id("Order", supplied["order_id"])},
    ),
    "Query.order:number": Requested(
        f"query ($number: String!) {{ order(number: $number) {{ {_ORDER} }} }}", lambda ids: {"number": ids["code"]}
    ),
    "Query.order:phone": Requested(
        f"query ($number: String!, $phone: String!) {{ order(number: $number, phone: $phone) {{ {_ORDER} }} }}",
        lambda supplied: {"number": supplied["code"], "phone": GUEST.phone},
    ),
    "Query.products": Requested("{ products { edges { node { name seller { name taxCode } } } } }"),
    "Query.product": Requested(
        "query ($id: ID!) { product(id: $id) { name variants { sku } } }",
        lambda supplied: {"id": to_global_id("Product", supplied["product_id"])},
    ),
    "Query.categories": Requested("{ categories { name } }"),
    "Mutation.tokenCreate": Requested(
        'mutation { tokenCreate(email: "0999999999", password: "sai roi") { token user { phone } errors { code } } }'
    ),
    "Mutation.tokenRefresh": Requested(
        'mutation { tokenRefresh(refreshToken: "x") { token user { phone } errors { code } } }'
    ),
    "Mutation.tokenVerify": Requested(
        'mutation { tokenVerify(token: "x") { isValid user { phone } errors { code } } }'
    ),
    "Mutation.tokensDeactivateAll": Requested("mutation { tokensDeactivateAll { errors { code } } }"),
    "Mutation.checkoutCreate": Requested(
        f"mutation ($input: CheckoutCreateInput!) {{ checkoutCreate(input: $input) {{ {_CHECKOUT} }} }}",
        lambda supplied: {"input": {"lines": _lines(supplied | {"checkout": UUID(int=0).hex})["lines"]}},
    ),
    "Mutation.checkoutLinesAdd": _of_checkout("checkoutLinesAdd", "$lines: [CheckoutLineInput!]!", _lines),
    "Mutation.checkoutLinesUpdate": _of_checkout("checkoutLinesUpdate", "$lines: [CheckoutLineInput!]!", _lines),
    "Mutation.checkoutLinesDelete": _of_checkout(
        "checkoutLinesDelete", "$linesIds: [ID!]!",
        lambda supplied: _checkout(supplied) | {"linesIds": [to_global_id("CheckoutLine", supplied["line"])]},
    ),
    "Mutation.checkoutEmailUpdate": _of_checkout(
        "checkoutEmailUpdate", "$email: String!", lambda supplied: _checkout(supplied) | {"email": "ai@example.vn"}
    ),
    "Mutation.checkoutShippingAddressUpdate": _of_checkout(
        "checkoutShippingAddressUpdate", "$shippingAddress: AddressInput!",
        lambda supplied: _checkout(supplied) | {"shippingAddress": ADDRESS},
    ),
    "Mutation.checkoutDeliveryMethodUpdate": _of_checkout(
        "checkoutDeliveryMethodUpdate", "$deliveryMethodId: ID!",
        lambda supplied: _checkout(supplied)
        | {"deliveryMethodId": to_global_id("ShippingMethod", supplied.get("method_id", 1))},
    ),
    "Mutation.transactionInitialize": Requested(
        'mutation ($id: ID!) { transactionInitialize(id: $id, paymentGateway: {id: "vnpay"}) '
        "{ transaction { pspReference } data errors { code } } }",
        _checkout,
    ),
    "Mutation.checkoutComplete": Requested(
        f"mutation ($id: ID!) {{ checkoutComplete(id: $id) {{ orders {{ {_ORDER} }} errors {{ code }} }} }}", _checkout
    ),
}  # fmt: skip
