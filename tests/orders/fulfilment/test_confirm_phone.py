"""The seller's phone call proves a cash order: recorded once, by the seller's people only, audited."""

import pytest

from accounts.models import AuditEntry
from orders.checkout.limits import Client
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.fulfilment.services.confirm_phone import confirm_phone
from orders.models import Order
from tests.factories import make_officer
from tests.market import Market
from tests.orders.helpers import history, place, ready_cart, refused_transition


@pytest.fixture
def unproven(market: Market) -> Order:
    checkout_id = ready_cart([(market.mango, 2)], method="cash")
    return place(checkout_id, client=Client(ip="203.0.113.1")).orders[0]


def test_confirmation_is_recorded_once(market: Market, unproven: Order) -> None:
    assert unproven.prove_by is not None
    for _tap in range(2):
        confirm_phone(order_id=unproven.pk, actor=market.manager)
    unproven.refresh_from_db()
    assert (unproven.prove_by, unproven.status) == (None, "UNCONFIRMED")
    assert history(unproven) == ["placed", "phone_confirmed"]
    entry = AuditEntry.objects.get(action="order.confirm_phone")
    assert (entry.actor, entry.object_ref) == (market.manager, f"orders.Order:{unproven.pk}")


@pytest.mark.parametrize("who", ["another seller", "operator"])
def test_users_outside_the_seller_are_refused(market: Market, unproven: Order, who: str) -> None:
    actor = make_officer("operator") if who == "operator" else market.household_owner
    assert refused_transition(confirm_phone, order_id=unproven.pk, actor=actor).code == "PERMISSION_DENIED"


def test_canceled_order_is_refused(market: Market, unproven: Order) -> None:
    cancel_by_buyer(order_id=unproven.pk)
    assert refused_transition(confirm_phone, order_id=unproven.pk, actor=market.manager).code == "INVALID_MOVE"


def test_order_of_a_proven_buyer_is_refused(market: Market, cash: Order) -> None:
    error = refused_transition(confirm_phone, order_id=cash.pk, actor=market.manager)
    assert str(error.message) == "Đơn này không cần gọi xác nhận."
