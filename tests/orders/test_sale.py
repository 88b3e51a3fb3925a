"""The facts of a paid order that other rooms count."""

from orders.queries import sale_of
from tests.orders.helpers import paid_order, place, ready_cart


def test_only_a_paid_order_is_a_sale(market, run_events) -> None:
    order = paid_order(market, run_events)
    unpaid = place(ready_cart([(market.mango, 1)])).orders[0]

    sale = sale_of(str(order.pk))

    assert (sale.ref, sale.seller_id, sale.method, sale.total) == (order.code, market.cooperative.pk, "vnpay", 135_000)
    assert sale_of(str(unpaid.pk)) is None
