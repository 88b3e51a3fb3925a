"""Accepting a return: the refund by the original method, stock where it can be resold, the tax of these goods."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import AuditEntry
from catalog.models import Product
from indicators.models import Fact
from orders.fulfilment.queries.order_page import order_page
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.payment import jobs
from orders.payment.services.confirm_manual_refund import confirm_manual_refund
from orders.payment.services.release_allocation import release_allocation
from orders.returns.services.accept_return import accept_return
from orders.returns.window import return_window_end
from payments import sdk
from payments.models import Refund, TaxEntry
from tests.factories import make_product
from tests.orders.helpers import history, place, published_orders, ready_cart, start, stock
from tests.orders.returns.helpers import (
    charge,
    delivered,
    make_opened_return,
    make_requested_return,
    refused,
    settle_refund,
    stored_state,
)
from tests.orders.test_tax_lines import accepted
from tests.payments.refunds.helpers import all_is_well, steer

pytestmark = pytest.mark.django_db


def owed(seller) -> tuple[int, int]:
    held = sdk.balances.of(seller.payee_ref)
    return held.pending, held.available


def facts() -> list[tuple[str, int]]:
    return list(Fact.objects.order_by("pk").values_list("kind", "amount"))


def test_accepted_part_is_refunded_by_vnpay(market, order, run_events) -> None:
    returned = make_requested_return(order, 2)
    accept_return(return_id=returned.pk, actor=market.manager, restock=True)

    refund = Refund.objects.get()
    assert (refund.amount, refund.reference, refund.reason) == (240_000, f"{order.code}-T1", "returned_damaged")
    assert refund.requested_by == market.manager
    assert (stored_state(returned), charge(order)) == ("accepted", ("REFUNDING", 0))
    assert stock(market.mango) == (9, 0)
    assert owed(order.seller) == (order.total - 240_000, 0)
    run_events()
    all_is_well()

    settle_refund(returned, run_events)

    assert (stored_state(returned), charge(order)) == ("done", ("PARTLY_REFUNDED", 240_000))
    assert history(order)[-3:] == ["return_requested", "return_accepted", "partly_refunded"]
    assert published_orders("order.refund_completed") == [str(order.pk)]
    assert facts() == [("sale", order.total), ("partial", -240_000)]
    assert AuditEntry.objects.get(action="return.accept").after["amount"] == 240_000
    page = order_page(order.pk)
    assert [(str(step.words), step.amount, str(step.reason)) for step in page.history[-2:]] == [
        ("Đồng ý hoàn tiền", 240_000, "Hàng dập, hỏng, lỗi"), ("Đã hoàn một phần tiền", 240_000, "Hàng dập, hỏng, lỗi"),
    ]  # fmt: skip
    all_is_well()


def test_remainder_is_released_after_the_refund(market, order, run_events) -> None:
    returned = make_requested_return(order, 1)
    ends = return_window_end(order)
    assert ends
    accept_return(return_id=returned.pk, actor=market.manager)
    with time_machine.travel(ends + timedelta(hours=1)):
        assert (jobs.release_due(), release_allocation(order_id=order.pk)) == (0, False)
        settle_refund(returned, run_events)
        assert jobs.release_due() == 1
    assert owed(order.seller) == (0, order.total - 120_000)
    all_is_well()


@pytest.mark.parametrize("method", ["vietqr", "cash", "cod"])
def test_seller_refunds_what_the_seller_collected(market, run_events, method) -> None:
    order = delivered(market, run_events, method=method)
    returned = make_opened_return(order, market.manager, 1)
    run_events()
    assert (stored_state(returned), charge(order), order_page(order.pk).to_refund_manually) == (
        "accepted",
        ("REFUNDING", 0),
        120_000,
    )
    all_is_well()

    confirm_manual_refund(order_id=order.pk, proof="Bà Hoa nhận tiền mặt sáng nay", actor=market.manager)

    run_events()
    assert (stored_state(returned), charge(order)) == ("done", ("PARTLY_REFUNDED", 120_000))
    own = [line.amount for line in sdk.statements.of(order.seller.payee_ref) if line.type in (method, "cash")]
    assert own == [-120_000, order.total]
    assert facts() == [("sale", order.total), ("partial", -120_000)]
    assert order_page(order.pk).to_refund_manually == 0
    all_is_well()


def test_accepted_return_cannot_be_accepted_again(market, order) -> None:
    returned = make_requested_return(order)
    accept_return(return_id=returned.pk, actor=market.manager)
    error = refused(market, accept_return, return_id=returned.pk, actor=market.manager)
    assert (error.code, str(error.message)) == ("RETURN_ANSWERED", "Đề nghị này đã được đồng ý, tiền đang hoàn.")


def test_withheld_tax_follows_the_returned_lines(market, run_events) -> None:
    """The household's own guavas are exempt, its lotus seeds are taxed: 1 % + 0,5 % of 80.000."""
    fruit = make_product(seller=market.household, name="Ổi", price=60_000)
    Product.objects.filter(pk=fruit.product_id).update(tax_category="goods")
    accepted(fruit.product)
    checkout_id = ready_cart([(market.lotus, 1), (fruit, 2)])
    order = place(checkout_id).orders[0]
    steer(txn_ref=start(checkout_id).reference, outcome="success")
    run_events()
    confirm_order(order_id=order.pk, actor=market.household_owner)
    fulfill_order(order_id=order.pk, actor=market.household_owner)
    by_name = dict(order.lines.values_list("product_name", "pk"))

    settle_refund(make_opened_return(order, market.household_owner, quantities={by_name["Ổi"]: 1}), run_events)
    settle_refund(make_opened_return(order, market.household_owner, quantities={by_name["Hạt sen sấy"]: 1}), run_events)

    back = TaxEntry.objects.filter(reversal__isnull=False).order_by("pk")
    assert list(back.values_list("category", "base", "vat", "pit")) == [
        ("exempt", -60_000, 0, 0), ("goods", -80_000, -800, -400),
    ]  # fmt: skip
    assert charge(order) == ("PARTLY_REFUNDED", 140_000)
    all_is_well()
