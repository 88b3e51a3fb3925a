"""What is owed to a seller."""

from orders.queries.owed import owed
from orders.services.confirm_order import confirm_order
from tests.orders.helpers import paid_order


def test_what_is_owed_in_three_statements(market, run_events, django_assert_num_queries) -> None:
    order = paid_order(market, run_events)
    assert owed(market.cooperative).total == 0
    confirm_order(order_id=order.pk, actor=market.manager)

    with django_assert_num_queries(3):
        mine = owed(market.cooperative)

    assert [(line.type, line.order_code) for line in mine.lines] == [("transfer", order.code)]
    assert (mine.available, mine.pending) == (0, mine.lines[0].amount)
