"""Who sees which orders: only their own."""

from django.contrib.auth.models import AnonymousUser

from orders.models import Order
from orders.queries import orders_visible_to
from tests.factories import make_officer, make_user
from tests.orders.helpers import paid_order, place, ready_cart


def test_visible_orders_follow_the_role(market, run_events) -> None:
    buyer = make_user()
    theirs = paid_order(market, run_events, user=buyer)
    unpaid = place(ready_cart([(market.lotus, 1)], user=buyer)).orders[0]
    cash = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]

    def seen(user) -> set[Order]:
        return set(orders_visible_to(user))

    assert seen(buyer) == {theirs, unpaid}
    assert seen(market.manager) == {theirs, cash}
    assert seen(market.household_owner) == set()  # its order is unpaid
    assert seen(make_officer("operator")) == {theirs, unpaid, cash}
    for anonymous in (
        AnonymousUser(),
        None,
        make_user(),
        make_officer("commune", market.cooperative.unit),
        make_officer("province", market.cooperative.unit.parent),
    ):
        assert seen(anonymous) == set()
    buyer.is_active = False
    assert seen(buyer) == set()
