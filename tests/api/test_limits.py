"""Every mutation of a checkout is throttled; refusals are errors with codes and write nothing."""

import pytest

from core.graphql.ids import to_global_id
from orders.graphql.access import checkout_global_id
from orders.models import Checkout, Order
from tests.api.conftest import Ask
from tests.market import Market
from tests.market import make as make_market
from tests.orders.helpers import cart, ready_cart

pytestmark = pytest.mark.django_db

ERRORS = "{ errors { field code message } }"
MUTATIONS = {
    "checkoutCreate": 'checkoutCreate(input: {lines: [{variantId: "%(variant)s", quantity: 1}]})',
    "checkoutLinesAdd": 'checkoutLinesAdd(id: "%(id)s", lines: [{variantId: "%(variant)s", quantity: 1}])',
    "checkoutLinesUpdate": 'checkoutLinesUpdate(id: "%(id)s", lines: [{variantId: "%(variant)s", quantity: 3}])',
    "checkoutLinesDelete": 'checkoutLinesDelete(id: "%(id)s", linesIds: [])',
    "checkoutEmailUpdate": 'checkoutEmailUpdate(id: "%(id)s", email: "lan@example.vn")',
    "checkoutShippingAddressUpdate": 'checkoutShippingAddressUpdate(id: "%(id)s", shippingAddress: '
    '{firstName: "Lan", phone: "0912345678", streetAddress1: "1 Lê Lai", communeCode: "30076"})',
    "checkoutDeliveryMethodUpdate": 'checkoutDeliveryMethodUpdate(id: "%(id)s", deliveryMethodId: "none")',
    "transactionInitialize": 'transactionInitialize(id: "%(id)s", paymentGateway: {id: "vnpay"})',
    "checkoutComplete": 'checkoutComplete(id: "%(id)s")',
}


@pytest.fixture
def market(units) -> Market:
    return make_market()


def test_every_checkout_mutation_is_in_the_table() -> None:
    from marketplace.schema import schema

    named = {
        name for name in schema.graphql_schema.mutation_type.fields if name.startswith(("checkout", "transaction"))
    }
    assert named == MUTATIONS.keys()


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_above_the_limit_is_refused(ask: Ask, market: Market, settings, name: str) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    before = list(Checkout.objects.values())
    settings.ORDER_LIMITS = settings.ORDER_LIMITS | {"cart_changes_per_network": 1}
    ids = {"id": checkout_global_id(checkout_id), "variant": to_global_id("ProductVariant", market.mango.pk)}
    mutation = f"mutation {{ {MUTATIONS[name] % ids} {ERRORS} }}"
    ask('mutation { checkoutEmailUpdate(id: "none", email: "") { errors { code } } }')

    (error,) = ask(mutation)[name]["errors"]

    assert (error["code"], error["field"]) == ("TOO_MANY_REQUESTS", None)
    assert (list(Checkout.objects.values()), Order.objects.exists()) == (before, False)


@pytest.mark.parametrize(("setting", "code"), [("unproven_stock_percent", "UNPROVEN_STOCK_LIMIT"),
                                               ("unproven_orders_per_phone", "UNPROVEN_ORDERS_LIMIT"),
                                               ("placings_per_phone", "TOO_MANY_REQUESTS")])  # fmt: skip
def test_placing_limits_have_error_codes(ask: Ask, market: Market, settings, setting: str, code: str) -> None:
    settings.ORDER_LIMITS = settings.ORDER_LIMITS | {setting: 1}
    complete = "mutation ($id: ID!) { checkoutComplete(id: $id) { orders { number } errors { field code message } } }"
    first = ready_cart([(market.mango, 1)], method="cash")
    assert ask(complete, id=checkout_global_id(first))["checkoutComplete"]["errors"] == []
    second = ready_cart([(market.mango, 1)], method="cash")

    (error,) = ask(complete, id=checkout_global_id(second))["checkoutComplete"]["errors"]

    assert (error["code"], Order.objects.count()) == (code, 1)
    assert Checkout.objects.get(pk=second).placed_at is None


def test_unknown_checkout_is_counted_too(ask: Ask, market: Market, settings) -> None:
    settings.ORDER_LIMITS = settings.ORDER_LIMITS | {"cart_changes_per_network": 1}
    assert cart([(market.mango, 1)])
    codes = [
        ask('mutation { checkoutComplete(id: "none") { errors { code } } }')["checkoutComplete"]["errors"][0]["code"]
        for _try in range(2)
    ]
    assert codes == ["NOT_FOUND", "TOO_MANY_REQUESTS"]
