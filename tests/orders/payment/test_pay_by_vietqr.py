"""Direct payment of each seller: one payment a seller, independent of the others; no allocation, refunded by the
seller.
"""

from datetime import timedelta

import pytest
import time_machine

from core import clock
from core.errors import DomainError, Forbidden
from indicators.models import Fact
from orders.checkout.queries.payment_state import payment_state
from orders.checkout.services.choose_payment import choose_payment
from orders.checkout.services.start_payment import start_payment
from orders.fulfilment.queries.seller_orders import seller_counts
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order, PaymentAllocation
from orders.payment.services.confirm_manual_refund import confirm_manual_refund
from orders.payment.services.mark_as_paid import mark_as_paid
from payments import sdk
from payments.intents.services.close_overdue import close_overdue
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, BankFeed, Refund, Transfer
from payments.providers.results import AttemptResult, Outcome
from tests.factories import make_user
from tests.orders.helpers import (
    history,
    place,
    published_orders,
    ready_cart,
    refusal,
    refused_transition,
    reread,
    show_account,
    state,
    stock,
)
from tests.payments.bank import helpers as bank

RETURN = {"return_url": "https://cho.vn/ve", "ip": "113.160.92.202"}


@pytest.fixture
def accounts(market) -> None:
    """The cooperative has a bank feed, the household confirms transfers itself."""
    show_account(market.cooperative, feed="sepay")
    show_account(market.household)


@pytest.fixture
def both(market, accounts) -> list[Order]:
    """Two cartons of the cooperative and one of the household, awaiting VietQR transfers."""
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)], method="vietqr")
    orders = place(checkout_id).orders
    assert start_payment(checkout_id=checkout_id, **RETURN) is None
    return orders


def intent(order: Order) -> sdk.Intent:
    return sdk.payment_intents.retrieve(reread(order).allocation.intent_id)


def receive_transfer(order: Order) -> None:
    """The transfer of exactly this payment, reported by a feed."""
    complete_attempt(
        reference=intent(order).transfer_code, result=AttemptResult(Outcome.SUCCEEDED), confirmed_by="sepay"
    )


def test_vietqr_is_refused_for_a_seller_without_an_account(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])

    error = refusal(choose_payment, checkout_id=checkout_id, method="vietqr")

    assert (error.code, str(error.message)) == (
        "PAYMENT_METHOD_NOT_APPLICABLE",
        "HTX mẫu Mỹ Thọ chưa nhận chuyển khoản VietQR.",
    )


def test_each_seller_has_its_own_payment_and_account(market, both) -> None:
    mine, theirs = both
    first, second = intent(mine), intent(theirs)

    assert (first.amount, second.amount) == (mine.total, theirs.total)
    assert first.id != second.id
    assert (first.bank_account_no, second.bank_account_no) == (
        f"00710{market.cooperative.pk:06d}",
        f"00710{market.household.pk:06d}",
    )
    assert first.transfer_code != second.transfer_code
    assert first.qr_text.startswith("00020101021238")
    assert PaymentAllocation.objects.filter(order__in=both, transfer_id="").count() == 2
    assert payment_state(mine.checkout_id).due_total == mine.total + theirs.total


def test_payment_deadline_depends_on_the_bank_feed(both) -> None:
    mine, theirs = (intent(order).expires_at - order.created_at for order in both)

    assert abs(mine - timedelta(minutes=15)) < timedelta(seconds=5)
    assert abs(theirs - timedelta(hours=24)) < timedelta(seconds=5)


def test_payments_of_two_sellers_complete_independently(market, both, run_events) -> None:
    mine, theirs = both
    receive_transfer(mine)
    run_events()

    shown = payment_state(mine.checkout_id)
    assert [part.kind for part in shown.parts] == ["paid", "waiting"]
    assert (shown.kind, shown.paid_count, shown.due_total) == ("waiting", 1, theirs.total)
    assert (state(mine), state(theirs)) == (("UNCONFIRMED", "FULL"), ("UNCONFIRMED", "NONE"))
    assert not reread(mine).paid_declared

    mark_as_paid(order_id=theirs.pk, actor=market.household_owner)
    run_events()

    assert payment_state(mine.checkout_id).kind == "paid"
    assert reread(theirs).paid_declared
    facts = Fact.objects.order_by("pk").values_list("order_ref", "method", "cashless", "declared")
    assert list(facts) == [(mine.code, "vietqr", True, False), (theirs.code, "vietqr", True, True)]


def test_fulfilled_order_creates_no_transfer(market, both, run_events) -> None:
    mine, _theirs = both
    receive_transfer(mine)
    run_events()

    confirm_order(order_id=mine.pk, actor=market.manager)
    fulfill_order(order_id=mine.pk, actor=market.manager)

    assert state(mine) == ("FULFILLED", "FULL")
    assert not Transfer.objects.exists()
    assert sdk.balances.of(market.cooperative.payee_ref) == sdk.Balance(0, 0)


def test_canceling_one_order_keeps_the_other(market, both, run_events) -> None:
    mine, theirs = both

    cancel_by_buyer(order_id=mine.pk)
    run_events()

    assert (state(mine), state(theirs)) == (("CANCELED", "NONE"), ("UNCONFIRMED", "NONE"))
    assert (intent(mine).status, intent(theirs).status) == ("canceled", "requires_action")
    assert (stock(market.mango), stock(market.lotus)) == ((10, 0), (5, 1))
    assert [part.kind for part in payment_state(mine.checkout_id).parts] == ["canceled", "waiting"]


def test_seller_cancels_an_order_awaiting_its_transfer(market, both, run_events) -> None:
    mine, _theirs = both

    cancel_order(order_id=mine.pk, actor=market.manager, reason="out_of_stock")
    run_events()

    assert state(mine) == ("CANCELED", "NONE")
    assert intent(mine).status == "canceled"


def test_overdue_payment_expires_its_order_only(market, both, run_events) -> None:
    mine, theirs = both
    with time_machine.travel(clock.now() + timedelta(minutes=31)):  # past the deadline, when it is closed
        close_overdue(intent_id=intent(mine).id)
        run_events()

    assert (state(mine), state(theirs)) == (("EXPIRED", "NONE"), ("UNCONFIRMED", "NONE"))
    assert stock(market.mango) == (10, 0)
    assert seller_counts(market.cooperative)["all"] == 0  # a buyer who did not return is not visible


def test_order_awaiting_its_transfer_is_counted_and_cannot_be_confirmed(market, both) -> None:
    counts = seller_counts(market.household)

    assert (counts["to_declare"], counts["to_confirm"]) == (1, 0)
    error = refused_transition(confirm_order, order_id=both[1].pk, actor=market.household_owner)
    assert str(error.message) == "Đơn này chưa được thanh toán."


def test_payment_for_sold_out_goods_is_refunded_by_the_seller(market, accounts, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 1)], method="vietqr")
    order = place(checkout_id).orders[0]
    start_payment(checkout_id=checkout_id, **RETURN)
    cancel_order(order_id=order.pk, actor=market.manager, reason="other")
    bank = intent(order)
    assert (bank.status, state(order)) == ("canceled", ("CANCELED", "NONE"))

    with pytest.raises(DomainError):
        mark_as_paid(order_id=order.pk, actor=market.manager)

    assert state(order) == ("CANCELED", "NONE")


def test_canceled_paid_order_is_refunded_by_the_seller(market, both, run_events) -> None:
    mine, _theirs = both
    receive_transfer(mine)
    run_events()
    cancel_order(order_id=mine.pk, actor=market.manager, reason="cannot_deliver")
    run_events()

    assert state(mine) == ("CANCELED", "REFUNDING")
    refund = Refund.objects.get()
    assert (refund.status, refund.amount, reread(mine).allocation.refund_id) == (
        "requires_action",
        mine.total,
        refund.pk,
    )
    error = refusal(confirm_manual_refund, order_id=mine.pk, proof=" ", actor=market.manager)
    assert (error.code, error.field, state(mine)) == ("REQUIRED", "proof", ("CANCELED", "REFUNDING"))
    with pytest.raises(Forbidden):
        confirm_manual_refund(order_id=mine.pk, proof="FT26331", actor=make_user())

    confirm_manual_refund(order_id=mine.pk, proof="FT26331000999", actor=market.manager)

    refund.refresh_from_db()
    assert (refund.status, refund.proof, state(mine)) == ("succeeded", "FT26331000999", ("CANCELED", "REFUNDED"))
    assert payment_state(mine.checkout_id).parts[0].kind == "refunding"
    assert not Fact.objects.filter(kind="reversal").exists()
    run_events()
    assert Fact.objects.filter(kind="reversal").values_list("amount", flat=True).get() == -mine.total
    assert history(mine).count("refunded") == 1


def test_payment_is_declared_once_and_by_the_seller_only(market, both, run_events) -> None:
    _mine, theirs = both
    with pytest.raises(Forbidden):
        mark_as_paid(order_id=theirs.pk, actor=market.manager)
    assert state(theirs) == ("UNCONFIRMED", "NONE")

    mark_as_paid(order_id=theirs.pk, actor=market.household_owner)
    error = refused_transition(mark_as_paid, order_id=theirs.pk, actor=market.household_owner)
    run_events()

    assert error.code == "INVALID_MOVE"
    assert published_orders("order.paid") == [str(theirs.pk)]
    assert Attempt.objects.get(intent_id=intent(theirs).id).confirmed_by == "declared"


def test_transfer_after_the_end_is_unmatched(market, both, run_events) -> None:
    mine, _theirs = both
    feed = BankFeed.objects.get(account__number=intent(mine).bank_account_no)
    cancel_by_buyer(order_id=mine.pk)
    run_events()

    late = bank.reported(feed, f"CT {intent(mine).transfer_code} tu NGUYEN VAN A", mine.total)
    run_events()

    assert (late.state, late.unmatched_reason) == ("unmatched", "late")
    assert (state(mine), intent(mine).amount_received) == (("CANCELED", "NONE"), 0)
    assert history(mine) == ["placed", "withdrawn"]


def test_second_start_keeps_the_transfer_codes(both) -> None:
    before = [intent(order).transfer_code for order in both]

    start_payment(checkout_id=both[0].checkout_id, **RETURN)

    assert [intent(order).transfer_code for order in both] == before


def test_paid_payment_is_not_started_again(both, run_events) -> None:
    mine, theirs = both
    receive_transfer(mine)
    run_events()

    start_payment(checkout_id=mine.checkout_id, **RETURN)  # the other is unpaid
    receive_transfer(theirs)
    run_events()

    error = refusal(start_payment, checkout_id=mine.checkout_id, **RETURN)
    assert (error.code, str(error.message)) == ("PAYMENT_NOT_DUE", "Đơn này đã được thanh toán.")
