"""The buyer requests a return: of which goods, within which time, and what is on hold meanwhile."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from orders.models import Order
from orders.payment import jobs
from orders.payment.services.release_allocation import release_allocation
from orders.returns.services.decline_return import decline_return
from orders.returns.services.request_return import request_return
from orders.returns.services.withdraw_return import withdraw_return
from orders.returns.window import return_window_end
from payments import sdk
from tests.orders.helpers import history, paid_order, reread
from tests.orders.returns.helpers import charge, make_requested_return, refused, some
from tests.payments.refunds.helpers import all_is_well

pytestmark = pytest.mark.django_db


def requested(order: Order, quantity: int = 1, **changes: object) -> dict:
    return {
        "order_id": order.pk, "quantities": some(order, quantity), "with_delivery": False, "reason": "damaged",
        "words": "", "form_key": uuid4(),
    } | changes  # fmt: skip


def test_amount_is_quantity_at_the_paid_price(market, order) -> None:
    type(market.mango).objects.filter(pk=market.mango.pk).update(price=999_000)
    returned = make_requested_return(order, 2, words="  Hai trái\n bị dập ")

    assert (returned.state, returned.goods_total, returned.delivery, returned.amount) == (
        "requested",
        240_000,
        0,
        240_000,
    )
    assert (returned.number, returned.requested_by, returned.words, returned.reason) == (
        1,
        "buyer",
        "Hai trái bị dập",
        "damaged",
    )
    assert [(line.quantity, line.amount) for line in returned.lines.all()] == [(2, 240_000)]
    assert history(order)[-1] == "return_requested"
    assert charge(order) == ("FULL", 0)
    all_is_well("orders")


def test_amount_includes_delivery_when_requested(order) -> None:
    returned = make_requested_return(order, 3, with_delivery=True)
    assert (returned.goods_total, returned.delivery, returned.amount) == (360_000, order.shipping_total, order.total)


def test_repeated_form_requests_one_return(order) -> None:
    key = uuid4()
    assert make_requested_return(order, 1, form_key=key) == make_requested_return(order, 2, form_key=key)
    assert order.returns.get().amount == 120_000


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"quantities": {}}, "RETURN_NOTHING", "lines"),
        ({"quantities": {uuid4(): 1}}, "RETURN_TOO_MUCH", "lines"),
        ({"reason": "because"}, "REASON_REQUIRED", "reason"),
    ],
)
def test_invalid_request_is_refused_under_its_field(market, order, changes, code, field) -> None:
    error = refused(market, request_return, **requested(order) | changes)
    assert (error.code, error.field) == (code, field)


@pytest.mark.parametrize("quantity", [4, -1])
def test_quantity_above_the_bought_one_is_refused(market, order, quantity) -> None:
    error = refused(market, request_return, **requested(order, quantity))
    assert (error.code, error.field) == ("RETURN_TOO_MUCH", f"so-{order.lines.get().pk}")
    assert str(error.message) == "Xoài cát Chu: chỉ còn 3 để trả."


def test_unfulfilled_order_is_refused(market, run_events) -> None:
    error = refused(market, request_return, **requested(paid_order(market, run_events)))
    assert str(error.message) == "Đơn này chưa giao: hãy hủy đơn thay vì trả hàng."


def test_request_after_the_window_is_refused(market, order) -> None:
    ends = return_window_end(order)
    assert ends
    with time_machine.travel(ends, tick=False):
        assert refused(market, request_return, **requested(order)).code == "INVALID_MOVE"
    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        assert make_requested_return(order).state == "requested"


def test_second_open_request_is_refused(market, order) -> None:
    make_requested_return(order)
    error = refused(market, request_return, **requested(order))
    assert str(error.message) == "Đơn này đang có một đề nghị hoàn tiền chưa xong."


def test_fourth_request_is_refused(market, order) -> None:
    for _ in range(3):
        withdraw_return(return_id=make_requested_return(order).pk)
    assert "khiếu nại" in str(refused(market, request_return, **requested(order)).message)


def test_requested_return_keeps_the_allocation(market, order) -> None:
    """Neither by the hourly job nor manually; after it is declined, the next job releases it."""
    returned = make_requested_return(order)
    ends = return_window_end(order)
    assert ends
    with time_machine.travel(ends + timedelta(days=30)):
        assert (jobs.release_due(), release_allocation(order_id=order.pk)) == (0, False)
        assert sdk.balances.of(order.seller.payee_ref).available == 0

        decline_return(return_id=returned.pk, actor=market.manager, answer="Ảnh cho thấy hàng còn tốt")
        assert jobs.release_due() == 1
        assert sdk.balances.of(order.seller.payee_ref).available == order.total
        assert reread(order).allocation.released_at is not None
    all_is_well()
