"""Hôm nay: late orders first, one tap each, and the expected money."""

from datetime import timedelta

from django.test import Client

from core import clock
from orders.fulfilment.services.confirm_order import confirm_order
from orders.models import Order
from tests.frontend.seller.conftest import text
from tests.market import Market
from tests.orders.helpers import reread


def test_seller_without_tasks_sees_an_empty_state(manager: Client) -> None:
    page = text(manager.get("/ban-hang/"))
    assert "Hôm nay đã xong việc" in page
    assert "Chưa có đơn nào chờ bạn." in page


def test_overdue_tasks_come_first(manager: Client, market: Market, paid: Order, cash: Order) -> None:
    confirm_order(order_id=cash.pk, actor=market.manager)
    Order.objects.filter(pk=paid.pk).update(confirm_by=clock.now() - timedelta(minutes=40, seconds=5))
    answer = manager.get("/ban-hang/")
    assert [(task.kind, task.order.code, task.is_late) for task in answer.context["tasks"]] == [
        ("confirm", paid.code, True),
        ("fulfill", cash.code, False),
    ]
    page = text(answer)
    assert "Hôm nay cần làm 2 việc" in page
    assert "trễ 40 phút" in page
    assert f'Đã nhận đủ <b class="num nowrap">{120_000:,}'.replace(",", ".") + " đ</b> tiền mặt" in page


def test_order_is_confirmed_and_the_balance_updated(manager: Client, market: Market, paid: Order) -> None:
    answer = manager.post(f"/ban-hang/don/{paid.code}/xac-nhan", {"next": "/ban-hang/"}, follow=True)
    assert answer.redirect_chain == [("/ban-hang/", 302)]
    assert reread(paid).status == "UNFULFILLED"
    assert answer.context["balance"].pending == paid.total
    assert f"Đã nhận đơn {paid.code}." in text(answer)


def test_second_tap_shows_the_current_state(manager: Client, paid: Order) -> None:
    manager.post(f"/ban-hang/don/{paid.code}/xac-nhan")
    answer = manager.post(f"/ban-hang/don/{paid.code}/xac-nhan", follow=True)
    assert answer.redirect_chain == [(f"/ban-hang/don/{paid.code}/", 302)]
    assert "Đơn này đã được nhận, đang chờ giao." in text(answer)


def test_unpaid_orders_are_no_task(manager: Client, market: Market) -> None:
    from tests.orders.helpers import place, ready_cart

    place(ready_cart([(market.mango, 1)]))
    assert manager.get("/ban-hang/").context["tasks"] == []
