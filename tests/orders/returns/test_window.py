"""The return window as the policy page promises it, counted from receipt."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core import clock
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order, OrderStatus
from orders.returns import window as returns
from orders.returns.window import ReturnWindow, return_window, window_end
from tests.orders.helpers import reread

PLACED = datetime(2026, 11, 1, 9, tzinfo=clock.VIETNAM)
HANDED = datetime(2026, 11, 3, 15, tzinfo=clock.VIETNAM)


def end(arrives_to: date, carrier: str = "own") -> datetime:
    return window_end(placed_at=PLACED, fulfilled_at=HANDED, arrives_to=arrives_to, carrier=carrier)


def test_pickup_window_starts_at_fulfilment():
    assert end(date(2026, 11, 9), "pickup") == HANDED + timedelta(days=7)


def test_delivery_window_starts_at_the_end_of_the_promised_day():
    assert end(date(2026, 11, 5)) == datetime(2026, 11, 13, 0, tzinfo=clock.VIETNAM)


def test_late_delivery_window_starts_at_fulfilment():
    assert end(date(2026, 11, 2)) == HANDED + timedelta(days=7)


def test_order_keeps_the_window_in_force_when_placed(monkeypatch):
    later = ReturnWindow(date(2026, 11, 2), days=10, fresh_hours=48, basis="mới")
    monkeypatch.setattr(returns, "RETURN_WINDOWS", (*returns.RETURN_WINDOWS, later))

    assert [return_window(date(2026, 11, day)).days for day in (1, 2, 3)] == [7, 10, 10]
    assert return_window(date(2025, 1, 1)).days == 7
    assert end(date(2026, 11, 2)) == HANDED + timedelta(days=7)


@pytest.mark.django_db
def test_policy_page_states_the_same_window():
    page = Client().get("/chinh-sach/doi-tra/").content.decode()

    assert "báo trong 24 giờ từ lúc nhận" in page
    assert "báo trong 7 ngày từ lúc nhận" in page


def test_fulfilment_time_is_recorded(paid, market):
    confirm_order(order_id=paid.pk, actor=market.manager)
    assert reread(paid).fulfilled_at is None
    before = clock.now()
    fulfill_order(order_id=paid.pk, actor=market.manager)
    done = reread(paid)

    assert done.fulfilled_at is not None
    assert before <= done.fulfilled_at <= clock.now()


def test_database_refuses_fulfilment_without_a_time(paid):
    with pytest.raises(IntegrityError, match="orders_fulfilled_has_a_moment"), transaction.atomic():
        Order.objects.filter(pk=paid.pk).update(status=OrderStatus.FULFILLED)
