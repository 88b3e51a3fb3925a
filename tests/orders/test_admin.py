"""The admin shows orders and changes nothing."""

from orders.models import Order
from tests.admin import page_of
from tests.factories import make_user
from tests.orders.helpers import place, ready_cart


def test_orders_are_read_only(market, client) -> None:
    order = place(ready_cart([(market.mango, 1)])).orders[0]
    client.force_login(make_user(is_staff=True, is_superuser=True))

    assert order.code in client.get("/quan-tri/orders/order/").content.decode()
    page = client.get(page_of(order))
    assert "Xoài cát Chu" in page.content.decode()
    assert client.post(page_of(order), {"status": "FULFILLED"}).status_code == 403
    assert client.post(page_of(order, "delete"), {"post": "yes"}).status_code == 403
    assert client.get("/quan-tri/orders/order/add/").status_code == 403
    assert Order.objects.get(pk=order.pk).status == "UNCONFIRMED"
