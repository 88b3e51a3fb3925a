"""Cash orders of unproven buyers: limits of number and stock, who counts as proven; also with twenty threads."""

from functools import partial
from uuid import UUID

import pytest

from catalog.models import Variant
from core.errors import DomainError
from orders.checkout.limits import Client
from orders.checkout.services.set_contact import set_contact
from orders.checkout.unproven import OPEN_UNPROVEN
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.confirm_phone import confirm_phone
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Checkout, Order
from tests.factories import make_user
from tests.market import Market
from tests.market import make as make_market
from tests.orders.helpers import BUYER, place, ready_cart, refusal, stock
from tests.parallel import at_once

STRANGER = Client(ip="203.0.113.1")


def cash_cart(market: Market, quantity: int = 1, phone: str = "0912345678", **fields: object) -> UUID:
    checkout_id = ready_cart([(market.mango, quantity)], method="cash", **fields)
    set_contact(checkout_id=checkout_id, **BUYER | {"phone": phone})
    return checkout_id


def buy(market: Market, quantity: int = 1, phone: str = "0912345678", client: Client = STRANGER) -> Order:
    return place(cash_cart(market, quantity, phone), client=client).orders[0]


def refused(market: Market, quantity: int = 1, phone: str = "0912345678", client: Client = STRANGER) -> DomainError:
    """The refusal's code; no order, no reservation, the cart unchanged."""
    checkout_id = cash_cart(market, quantity, phone)
    before = (Order.objects.count(), stock(market.mango))
    error = refusal(place, checkout_id=checkout_id, client=client)
    assert (Order.objects.count(), stock(market.mango)) == before
    assert Checkout.objects.get(pk=checkout_id).placed_at is None
    return error


def test_third_open_order_of_a_phone_is_refused(market: Market) -> None:
    first = buy(market)
    buy(market)
    error = refused(market)
    assert error.code == "UNPROVEN_ORDERS_LIMIT"
    assert "trả bằng VNPay hoặc VietQR, hoặc gọi người bán" in str(error.message)
    buy(market, phone="0987654321")  # another phone
    cancel_by_buyer(order_id=first.pk)
    buy(market)


@pytest.mark.parametrize("ends", ["confirmed", "called"])
def test_order_confirmed_by_its_seller_is_proven(market: Market, ends: str) -> None:
    order = buy(market)
    buy(market)
    if ends == "called":
        confirm_phone(order_id=order.pk, actor=market.manager)
    else:
        confirm_order(order_id=order.pk, actor=market.manager)
    assert Order.objects.filter(OPEN_UNPROVEN).count() == 1
    buy(market)


def test_unproven_orders_reserve_at_most_half_of_the_stock(market: Market) -> None:
    buy(market, 3, "0900000001")
    buy(market, 2, "0912345001")
    error = refused(market, 1, "0912345002")
    assert (error.code, error.params) == ("UNPROVEN_STOCK_LIMIT", {"variants": {market.mango.pk: 0}})
    assert f"gọi người bán {market.cooperative.phone}" in str(error.message)
    assert stock(market.mango) == (10, 5)


def test_refusal_names_the_remaining_stock_for_unproven_orders(market: Market) -> None:
    buy(market, 3)
    error = refused(market, 4, "0987654321")
    assert error.params == {"variants": {market.mango.pk: 2}}
    assert "còn giữ được 2" in str(error.message)
    buy(market, 2, "0987654321")


@pytest.mark.parametrize(("on_hand", "may"), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)])
def test_one_pack_can_always_be_reserved(market: Market, on_hand: int, may: int) -> None:
    Variant.objects.filter(pk=market.mango.pk).update(on_hand=on_hand)
    if may < on_hand:
        assert refused(market, may + 1).code == "UNPROVEN_STOCK_LIMIT"
    buy(market, may)


@pytest.mark.parametrize("method", ["vnpay", "vietqr"])
def test_prepaid_order_is_not_limited(market: Market, method: str) -> None:
    from tests.orders.helpers import show_account

    show_account(market.cooperative)
    for quantity in (3, 3, 3):
        order = place(ready_cart([(market.mango, quantity)], method=method), client=STRANGER).orders[0]
        assert order.prove_by is None
    assert stock(market.mango) == (10, 9)


def test_signed_in_buyer_is_proven(market: Market) -> None:
    order = place(cash_cart(market, 9, user=make_user()), client=STRANGER).orders[0]
    assert (order.prove_by, stock(market.mango)) == (None, (10, 9))


@pytest.mark.parametrize("known_by", ["handed over", "called"])
def test_browser_with_a_confirmed_order_of_the_phone_is_proven(market: Market, known_by: str) -> None:
    earlier = buy(market)
    browser = Client(ip="198.51.100.1", opened_orders=(earlier.code,))
    assert refused(market, 6, client=browser).code == "UNPROVEN_STOCK_LIMIT"  # placed only
    if known_by == "called":
        confirm_phone(order_id=earlier.pk, actor=market.manager)
    else:
        confirm_order(order_id=earlier.pk, actor=market.manager)
        fulfill_order(order_id=earlier.pk, actor=market.manager, cash_received=True)

    assert refused(market, 6).code == "UNPROVEN_STOCK_LIMIT"  # a typed phone proves nothing
    assert (
        refused(market, 6, "0987654321", browser).code == "UNPROVEN_STOCK_LIMIT"
    )  # an order of another phone proves nothing
    assert buy(market, 6, client=browser).prove_by is None


@pytest.fixture
def crowd(transactional_db: None) -> Market:
    return make_market()


@pytest.mark.threads
def test_twenty_concurrent_orders_reserve_half_of_the_stock(crowd: Market) -> None:
    carts = [cash_cart(crowd, 1, f"09123450{number:02}") for number in range(20)]
    outcomes = at_once([partial(place, checkout_id, client=STRANGER) for checkout_id in carts])
    codes = [outcome.code for outcome in outcomes if isinstance(outcome, DomainError)]
    assert codes == ["UNPROVEN_STOCK_LIMIT"] * 15
    assert (Order.objects.count(), stock(crowd.mango)) == (5, (10, 5))


@pytest.mark.threads
def test_two_of_twenty_concurrent_orders_of_one_phone_are_accepted(crowd: Market, settings) -> None:
    settings.ORDER_LIMITS = settings.ORDER_LIMITS | {"placings_per_phone": 0}
    Variant.objects.filter(pk=crowd.mango.pk).update(on_hand=100)
    carts = [cash_cart(crowd) for _number in range(20)]
    outcomes = at_once([partial(place, checkout_id, client=STRANGER) for checkout_id in carts])
    codes = [outcome.code for outcome in outcomes if isinstance(outcome, DomainError)]
    assert codes == ["UNPROVEN_ORDERS_LIMIT"] * 18
    assert (Order.objects.count(), stock(crowd.mango)) == (2, (100, 2))


@pytest.mark.threads
def test_five_of_twenty_concurrent_placings_of_one_phone_pass_the_throttle(crowd: Market) -> None:
    Variant.objects.filter(pk=crowd.mango.pk).update(on_hand=100)
    carts = [ready_cart([(crowd.mango, 1)]) for _number in range(20)]
    outcomes = at_once([partial(place, checkout_id, client=STRANGER) for checkout_id in carts])
    codes = [outcome.code for outcome in outcomes if isinstance(outcome, DomainError)]
    assert codes == ["TOO_MANY_REQUESTS"] * 15
    assert stock(crowd.mango) == (100, 5)
