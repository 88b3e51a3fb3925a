"""An order shows its refund as pending until it succeeded; a failed refund is retried."""

import pytest

from core.models import Delivery
from orders.checkout.queries.payment_state import payment_state
from orders.fulfilment.queries.order_page import order_page
from orders.fulfilment.services.cancel_order import cancel_order
from orders.models import ChargeStatus, Order
from orders.payment.services.sync_orders_with_refund import sync_orders_with_refund
from payments import sdk
from payments.models import Refund
from payments.refunds.services.retry_refund import retry_refund
from payments.refunds.services.send_refund import send_refund
from tests.factories import make_officer
from tests.orders.helpers import history, place, published_orders, ready_cart, reread, start
from tests.payments.helpers import make_attempt
from tests.payments.refunds.helpers import all_is_well, steer

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(market, run_events):
    """A paid checkout of two sellers' orders, and its attempt."""
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])
    placed = place(checkout_id)
    attempt = start(checkout_id)
    steer(txn_ref=attempt.reference, outcome="success")
    run_events()
    return checkout_id, placed, attempt


def charge(order: Order) -> str:
    return reread(order).charge_status


def cancel_for_refund(order: Order, run_events) -> Refund:
    cancel_order(order_id=order.pk, actor=make_officer("operator"), reason="out_of_stock")
    run_events()
    return Refund.objects.get(reference=order.code)


def send(refund: Refund, run_events) -> None:
    send_refund(refund_id=refund.pk)
    run_events()


def test_order_is_refunded_when_its_refund_succeeds(both, run_events) -> None:
    checkout_id, placed, _attempt = both
    first, second = placed.orders
    refund = cancel_for_refund(first, run_events)
    assert (charge(first), charge(second)) == ("REFUNDING", "FULL")
    assert (published_orders("order.refund_requested"), published_orders("order.refund_completed")) == (
        [str(first.pk)],
        [],
    )
    assert payment_state(checkout_id).kind == "partly"

    send(refund, run_events)

    assert (charge(first), charge(second)) == ("REFUNDED", "FULL")
    assert history(first) == ["placed", "paid", "canceled_and_refunded", "refunded"]
    assert str(order_page(first.pk).history[-1].words) == "Đã hoàn tiền"
    assert published_orders("order.refund_requested") == [str(first.pk)]
    assert published_orders("order.refund_completed") == [str(first.pk)]
    send(cancel_for_refund(second, run_events), run_events)
    assert payment_state(checkout_id).kind == "refunding"
    assert payment_state(checkout_id).refund_total == 350_000
    assert charge(second) == "REFUNDED"
    all_is_well()


def test_refund_names_the_requesting_user(both, run_events) -> None:
    operator = make_officer("operator")
    cancel_order(order_id=both[1].orders[0].pk, actor=operator, reason="out_of_stock")
    assert Refund.objects.get().requested_by == operator


@pytest.mark.parametrize("play", ["silent", "processing", "unreachable", "bad_signature"])
def test_unfinished_refund_keeps_the_order_refunding(both, run_events, play) -> None:
    first = both[1].orders[0]
    refund = cancel_for_refund(first, run_events)
    steer(txn_ref=both[2].reference, refund=play)
    send(refund, run_events)
    assert charge(first) == "REFUNDING"
    all_is_well()


def test_failed_refund_keeps_the_order_refunding_until_its_retry_succeeds(both, run_events) -> None:
    first = both[1].orders[0]
    refund = cancel_for_refund(first, run_events)
    steer(txn_ref=both[2].reference, refund="refuse")
    send(refund, run_events)
    assert (charge(first), history(first)[-1]) == ("REFUNDING", "canceled_and_refunded")
    all_is_well()  # no refund is pending, and the back office shows why

    again = retry_refund(refund_id=refund.pk, actor=make_officer("operator"), note="Ngân hàng báo thử lại")
    run_events()
    assert reread(first).allocation.refund_id == again.pk
    all_is_well()
    steer(txn_ref=both[2].reference, refund="success")
    send(again, run_events)
    assert charge(first) == "REFUNDED"
    all_is_well()


def test_refund_of_a_paid_canceled_payment_completes_its_orders(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])
    placed = place(checkout_id)
    attempt = start(checkout_id)
    sdk.payment_intents.cancel(placed.intent_id, reason="expired", idempotency_key="c1")
    steer(txn_ref=attempt.reference, outcome="success")
    run_events()
    assert [charge(order) for order in placed.orders] == ["REFUNDING"] * 2

    send(Refund.objects.get(), run_events)

    assert [charge(order) for order in placed.orders] == ["REFUNDED"] * 2
    assert history(placed.orders[0]) == ["placed", "expired", "paid_after_end", "refunded"]
    all_is_well()


def test_refund_event_before_its_payment_event_has_the_same_result(market, run_events) -> None:
    """The refund's event is delivered before that of its payment."""
    checkout_id = ready_cart([(market.mango, 2)])
    placed = place(checkout_id)
    attempt = start(checkout_id)
    sdk.payment_intents.cancel(placed.intent_id, reason="expired", idempotency_key="c1")
    run_events()
    steer(txn_ref=attempt.reference, outcome="success")
    send_refund(refund_id=Refund.objects.get().pk)
    late = Delivery.objects.filter(handler="orders.mark_paid_after_cancel")
    late.update(done_at="2026-01-01T00:00:00Z")
    run_events()
    assert charge(placed.orders[0]) == "NONE"
    late.update(done_at=None)
    run_events()
    assert charge(placed.orders[0]) == "REFUNDED"

    Delivery.objects.filter(handler__startswith="orders.").update(done_at=None)
    run_events()
    assert history(placed.orders[0]) == ["placed", "expired", "paid_after_end", "refunded"]


def test_refund_of_a_duplicate_payment_does_not_touch_the_orders(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    placed = place(checkout_id)
    first = start(checkout_id)
    first.intent.attempts.update(expires_at=first.expires_at.replace(microsecond=1))
    for attempt in (first, start(checkout_id)):
        steer(txn_ref=attempt.reference, outcome="success")
    run_events()
    send(Refund.objects.get(reason="paid_twice"), run_events)
    assert charge(placed.orders[0]) == "FULL"
    all_is_well()


def test_payment_without_orders_is_ignored() -> None:
    sync_orders_with_refund(intent_id=make_attempt().intent_id)
    assert Order.objects.filter(charge_status=ChargeStatus.REFUNDED).count() == 0
