"""What the page of an order shows."""

import pytest

from core.errors import NotFound
from orders.fulfilment.queries.order_page import order_page
from orders.fulfilment.services.confirm_order import confirm_order
from tests.orders.helpers import paid_order


def test_page_has_lines_history_and_three_statements(market, run_events, django_assert_num_queries) -> None:
    order = paid_order(market, run_events)
    confirm_order(order_id=order.pk, actor=market.manager)

    with django_assert_num_queries(3):
        page = order_page(order.pk)

    assert [(line.product_name, line.quantity, line.total) for line in page.lines] == [("Xoài cát Chu", 1, 120_000)]
    assert [(line.what, line.actor_name) for line in page.history] == [
        ("placed", ""),
        ("paid", ""),
        ("confirmed", "Trần Văn Quản"),
    ]
    assert str(page.history[1].words) == "Đã nhận được tiền"
    assert (page.can_confirm, page.can_fulfill, page.can_cancel, page.can_withdraw) == (False, True, True, False)
    with pytest.raises(NotFound):
        order_page("nothing")
