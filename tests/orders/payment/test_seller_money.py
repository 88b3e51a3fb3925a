"""A seller's money, listed by order."""

from datetime import timedelta

import pytest

from core import clock
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.payment.queries.seller_money import PAYOUTS, seller_money, seller_month
from orders.payment.services.confirm_manual_refund import confirm_manual_refund
from orders.returns.services.accept_return import accept_return
from orders.returns.window import return_window_end
from payments.models import Payout
from tests.orders.helpers import paid_order, reread
from tests.orders.returns.helpers import delivered, make_requested_return


def this_month():
    return clock.today().replace(day=1)


def test_balances_and_month_in_eight_statements(market, run_events, django_assert_num_queries) -> None:
    done, waiting = (paid_order(market, run_events) for _ in range(2))
    for order in (waiting, done):
        confirm_order(order_id=order.pk, actor=market.manager)
    fulfill_order(order_id=done.pk, actor=market.manager)
    with django_assert_num_queries(8):
        funds, month = seller_money(market.cooperative, this_month())

    assert (funds.available, funds.pending, funds.in_transit, funds.debt) == (0, done.total + waiting.total, 0, 0)
    assert [(held.code, held.amount, held.free_at) for held in funds.held] == [
        (done.code, done.total, return_window_end(reread(done))),
        (waiting.code, waiting.total, None),
    ]
    assert funds.held[0].buyer_name == "Nguyễn Thị Hoa"
    assert funds.next_payout_on is not None
    assert timedelta() < funds.next_payout_on - clock.today() <= timedelta(days=7)
    assert month.statement.closing == done.total + waiting.total
    assert set(month.orders) == {done.code, waiting.code}


@pytest.mark.parametrize("method", ["vnpay", "cash"])
def test_requested_return_is_shown_under_its_order(market, run_events, method) -> None:
    """On hold while requested; the refund's line has the return's reference and links to the order."""
    order = delivered(market, run_events, method=method)
    make_requested_return(order)
    funds, _month = seller_money(market.cooperative, this_month())
    assert [held.waits_for_return for held in funds.held] == ([True] if method == "vnpay" else [])

    returned = order.returns.get()
    accept_return(return_id=returned.pk, actor=market.manager)
    if method == "cash":
        confirm_manual_refund(order_id=order.pk, proof="Bà Hoa nhận", actor=market.manager)
    _funds, month = seller_money(market.cooperative, this_month())
    lines = [*month.statement.lines, *month.own]
    assert {month.orders[line.reference].code for line in lines} == {order.code}
    assert sorted(line.amount for line in lines) == [-120_000, order.total]


def test_month_is_read_in_four_statements(market, run_events, django_assert_num_queries) -> None:
    order = paid_order(market, run_events)
    confirm_order(order_id=order.pk, actor=market.manager)
    with django_assert_num_queries(4):
        month = seller_month(market.cooperative, this_month())

    assert [(line.reference, line.net) for line in month.statement.lines] == [(order.code, order.total)]


def test_long_payout_list_is_cut_and_its_sum_is_not(market) -> None:
    """The list is limited, the total is not."""
    payee = market.household.payee_ref
    for number in range(PAYOUTS + 2):
        Payout.objects.create(
            id=f"po_{number}",
            payee_id=payee,
            amount=1_000,
            livemode=False,
            code=f"CT{number}",
            arrival_on=clock.today(),
        )
    funds, _month = seller_money(market.household, this_month())
    assert (len(funds.payouts), funds.in_transit) == (PAYOUTS, 1_000 * (PAYOUTS + 2))
