"""Cash on delivery: a setting of each seller, recorded at fulfilment like cash at the shop."""

import pytest

from indicators.models import Fact
from orders.checkout.services.choose_payment import choose_payment
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order
from payments import sdk
from tests.orders.helpers import place, ready_cart, refusal, refused_transition, state, stock


@pytest.fixture
def cash_on_delivery(market) -> Order:
    """Two cartons of mangoes, cash on delivery."""
    type(market.cooperative).objects.filter(pk=market.cooperative.pk).update(cash_on_delivery=True)
    return place(ready_cart([(market.mango, 2)], method="cod")).orders[0]


def test_cash_on_delivery_is_off_by_default(market) -> None:
    error = refusal(choose_payment, checkout_id=ready_cart([(market.mango, 1)]), method="cod")

    assert str(error.message) == "HTX mẫu Mỹ Thọ không thu tiền mặt khi giao hàng."


def test_order_reserves_goods_without_payment(market, cash_on_delivery) -> None:
    assert (
        cash_on_delivery.payment_method,
        cash_on_delivery.confirm_by is not None,
        hasattr(cash_on_delivery, "allocation"),
    ) == (
        "cod",
        True,
        False,
    )
    assert stock(market.mango) == (10, 2)


def test_cash_is_recorded_at_fulfilment(market, cash_on_delivery, run_events) -> None:
    confirm_order(order_id=cash_on_delivery.pk, actor=market.manager)
    error = refused_transition(fulfill_order, order_id=cash_on_delivery.pk, actor=market.manager)
    assert error.code == "CASH_NOT_RECEIVED"

    fulfill_order(order_id=cash_on_delivery.pk, actor=market.manager, cash_received=True)
    run_events()

    assert (state(cash_on_delivery), stock(market.mango)) == (("FULFILLED", "FULL"), (8, 0))
    line = sdk.statements.of(market.cooperative.payee_ref)[0]
    assert (line.type, line.amount, line.reference) == ("cash", cash_on_delivery.total, cash_on_delivery.code)
    assert Fact.objects.values_list("method", "cashless").get() == ("cod", False)
