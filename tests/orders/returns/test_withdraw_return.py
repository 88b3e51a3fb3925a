"""The buyer withdraws a return before it is answered."""

import pytest

from core import clock
from orders.returns.services.accept_return import accept_return
from orders.returns.services.withdraw_return import withdraw_return
from tests.factories import make_user
from tests.orders.helpers import history
from tests.orders.returns.helpers import make_requested_return, refused, stored_state
from tests.payments.refunds.helpers import all_is_well

pytestmark = pytest.mark.django_db


def test_buyer_withdraws_an_open_return(market, order) -> None:
    buyer, returned = make_user(), make_requested_return(order)
    withdraw_return(return_id=returned.pk, actor=buyer)
    assert (stored_state(returned), history(order)[-1]) == ("withdrawn", "return_withdrawn")
    assert returned.ended_at is not None
    assert returned.ended_at <= clock.now()
    assert refused(market, withdraw_return, return_id=returned.pk).code == "RETURN_ANSWERED"
    all_is_well()


def test_accepted_return_cannot_be_withdrawn(market, order) -> None:
    returned = make_requested_return(order)
    accept_return(return_id=returned.pk, actor=market.manager)
    assert refused(market, withdraw_return, return_id=returned.pk).code == "RETURN_ANSWERED"
