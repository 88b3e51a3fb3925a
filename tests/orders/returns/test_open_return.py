"""Returns opened by seller or operator: in parts, also after the window, never more than was paid."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from indicators.models import Fact
from orders.models import Return
from orders.payment import jobs
from orders.returns.services.accept_return import accept_return
from orders.returns.services.decline_return import decline_return
from orders.returns.services.open_return import open_return
from orders.returns.window import return_window_end
from payments import sdk
from tests.factories import make_officer, make_user
from tests.orders.helpers import history
from tests.orders.returns.helpers import charge, make_opened_return, make_requested_return, refused, settle_refund
from tests.payments.refunds.helpers import all_is_well

pytestmark = pytest.mark.django_db


def owed(seller) -> tuple[int, int]:
    held = sdk.balances.of(seller.payee_ref)
    return held.pending, held.available


def facts() -> list[tuple[str, int]]:
    return list(Fact.objects.order_by("pk").values_list("kind", "amount"))


def _again(order, actor) -> dict:
    line = order.lines.get()
    return {
        "order_id": order.pk, "quantities": {line.pk: 1}, "with_delivery": False, "reason": "other", "words": "",
        "form_key": "8f0e2a86-58cb-4b3a-9f28-94a9d1e3a8b1", "actor": actor,
    }  # fmt: skip


def test_return_of_the_rest_refunds_the_order_whole(market, order, run_events) -> None:
    settle_refund(make_opened_return(order, market.manager, 1), run_events)
    last = make_opened_return(order, market.manager, 2, with_delivery=True)
    settle_refund(last, run_events)

    assert charge(order) == ("REFUNDED", order.total)
    assert history(order)[-1] == "wholly_refunded"
    assert facts() == [("sale", order.total), ("partial", -120_000), ("reversal", 120_000 - order.total)]
    assert owed(order.seller) == (0, 0)
    error = refused(market, open_return, **_again(order, market.manager))
    assert str(error.message) == "Tiền của đơn này đã hoàn hết."
    all_is_well()


def test_quantity_above_the_remainder_is_refused(market, order, run_events) -> None:
    settle_refund(make_opened_return(order, market.manager, 2, with_delivery=True), run_events)
    asked_again = _again(order, market.manager) | {"quantities": {order.lines.get().pk: 2}}
    assert refused(market, open_return, **asked_again).code == "RETURN_TOO_MUCH"
    assert make_requested_return(order, 1, with_delivery=True).delivery == 0  # refunded with the first
    all_is_well()


def test_return_after_the_release_becomes_a_debt(market, order, run_events) -> None:
    ends = return_window_end(order)
    assert ends
    with time_machine.travel(ends + timedelta(hours=1)):
        assert jobs.release_due() == 1
        returned = make_opened_return(order, market.manager, 3, with_delivery=True)
        settle_refund(returned, run_events)
    assert owed(order.seller) == (0, 0)
    assert (returned.requested_by, charge(order)) == ("seller", ("REFUNDED", order.total))
    all_is_well()


def test_operator_accepts_and_opens_returns(market, order, run_events) -> None:
    operator = make_officer("operator")
    accept_return(return_id=make_requested_return(order).pk, actor=operator, answer="Ảnh rõ")
    settle_refund(Return.objects.get(), run_events)
    returned = make_opened_return(order, operator, 1)
    assert (returned.requested_by, returned.number, returned.state) == ("operator", 2, "accepted")


@pytest.mark.parametrize("who", ["stranger", "other seller", "commune"])
def test_users_without_rights_are_refused(market, order, who) -> None:
    returned = make_requested_return(order)
    people = {
        "stranger": make_user,
        "other seller": lambda: market.household_owner,
        "commune": lambda: make_officer("commune", unit=market.cooperative.unit),
    }
    actor = people[who]()
    for run, more in ((accept_return, {}), (decline_return, {"answer": "Không"})):
        assert refused(market, run, return_id=returned.pk, actor=actor, **more).code == "PERMISSION_DENIED"
    assert refused(market, open_return, **_again(order, actor)).code == "PERMISSION_DENIED"


def test_repeated_form_opens_one_return(market, order) -> None:
    key = UUID(int=7)
    first = make_opened_return(order, market.manager, 1, form_key=key)
    assert make_opened_return(order, market.manager, 3, form_key=key) == first
    assert order.returns.get().amount == 120_000


def test_changed_amount_is_refused(market, order) -> None:
    error = refused(market, open_return, **_again(order, market.manager), expected=119_999)
    assert (error.code, error.params) == ("AMOUNT_CHANGED", {"amount": 120_000})
    assert make_opened_return(order, market.manager, 1, expected=120_000).state == "accepted"


def test_opened_return_is_recorded_as_accepted(market, order) -> None:
    make_opened_return(order, market.manager, 1)
    assert history(order)[-2:] == ["fulfilled", "return_accepted"]
