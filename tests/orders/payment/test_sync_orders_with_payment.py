"""Orders follow their payment, as VNPay's signed calls to the real address report it."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from catalog.models import Reservation, ReservationState, Variant
from core import clock
from core.models import Delivery, Event
from orders.checkout.queries.payment_state import payment_state
from orders.models import Order
from orders.payment.services.mark_paid_after_cancel import mark_paid_after_cancel
from orders.payment.services.sync_orders_with_payment import sync_orders_with_payment
from payments import sdk
from payments.intents.services.close_overdue import close_overdue
from payments.intents.services.resolve_review import resolve_review
from payments.models import Refund
from tests.factories import make_officer
from tests.orders.helpers import history, ipn, place, published_orders, ready_cart, reread, start, stock
from tests.payments.helpers import expire, message


def states(orders: list[Order]) -> list[tuple[str, str]]:
    return [(order.status, order.charge_status) for order in map(reread, orders)]


def buy_out(variant: Variant) -> None:
    """Another buyer reserves all available stock."""
    on_hand, held = stock(variant)
    place(ready_cart([(variant, on_hand - held)]))


@pytest.fixture
def both(market):
    """A placed checkout with goods of both sellers, and its attempt at VNPay."""
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])
    placed = place(checkout_id)
    return checkout_id, placed, start(checkout_id)


def test_paid_payment_marks_every_order_paid(market, both, run_events) -> None:
    checkout_id, placed, attempt = both

    assert ipn(attempt) == "00"
    assert payment_state(checkout_id).kind == "waiting"
    assert payment_state(checkout_id).received
    run_events()

    assert states(placed.orders) == [("UNCONFIRMED", "FULL")] * 2
    intent = sdk.payment_intents.retrieve(placed.intent_id)
    for order in map(reread, placed.orders):
        assert order.paid_at == intent.succeeded_at
        assert order.confirm_by == intent.succeeded_at + timedelta(hours=24)
        assert history(order) == ["placed", "paid"]
    assert (stock(market.mango), stock(market.lotus)) == ((8, 0), (4, 0))
    assert sorted(published_orders("order.paid")) == sorted(str(order.pk) for order in placed.orders)
    assert payment_state(checkout_id).kind == "paid"
    assert payment_state(checkout_id).paid_total == 350_000


def test_repeated_event_changes_nothing(market, both, run_events) -> None:
    _checkout_id, placed, attempt = both
    ipn(attempt)
    run_events()

    assert [ipn(attempt) for _ in range(3)] == ["02"] * 3
    Delivery.objects.filter(handler__startswith="orders.").update(done_at=None)
    run_events()
    sync_orders_with_payment(intent_id=placed.intent_id)

    assert states(placed.orders) == [("UNCONFIRMED", "FULL")] * 2
    assert stock(market.mango) == (8, 0)
    assert len(published_orders("order.paid")) == 2
    assert Refund.objects.count() == 0


def test_failed_payment_releases_the_goods(market, both, run_events) -> None:
    checkout_id, placed, attempt = both

    assert ipn(attempt, "24") == "00"
    run_events()

    assert states(placed.orders) == [("UNCONFIRMED", "NONE")] * 2
    assert (stock(market.mango), stock(market.lotus)) == ((10, 0), (5, 0))
    state = payment_state(checkout_id)
    assert (state.kind, state.can_retry, state.received) == ("failed", True, False)
    assert state.decline_code
    assert state.decline_message


def test_second_attempt_pays_the_orders(market, both, run_events) -> None:
    checkout_id, placed, attempt = both
    ipn(attempt, "51")
    run_events()

    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        second = start(checkout_id)
        deadline = clock.now() + timedelta(minutes=settings.PAYMENT_MINUTES)
    assert second.pk != attempt.pk
    assert sdk.payment_intents.retrieve(placed.intent_id).expires_at == deadline
    assert set(Reservation.objects.values_list("state", "expires_at")) == {(ReservationState.ACTIVE, deadline)}
    assert payment_state(checkout_id).kind == "waiting"

    assert ipn(second) == "00"
    run_events()
    assert states(placed.orders) == [("UNCONFIRMED", "FULL")] * 2
    assert stock(market.mango) == (8, 0)


def test_late_failure_event_does_not_touch_the_second_attempt(market, both, run_events) -> None:
    checkout_id, _placed, attempt = both
    ipn(attempt, "51")
    start(checkout_id)

    run_events()

    assert stock(market.mango) == (10, 2)
    assert payment_state(checkout_id).kind == "waiting"


def test_overdue_payment_expires_its_orders(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    placed = place(checkout_id)
    with time_machine.travel(clock.now() + timedelta(minutes=settings.PAYMENT_MINUTES + 1), tick=False):
        close_overdue(intent_id=placed.intent_id)
        assert stock(market.mango) == (10, 2)
        run_events()

    assert states(placed.orders) == [("EXPIRED", "NONE")]
    assert stock(market.mango) == (10, 0)
    assert published_orders("order.expired") == [str(placed.orders[0].pk)]
    assert payment_state(checkout_id).kind == "expired"


def test_late_payment_is_accepted_while_goods_are_in_stock(market, both, run_events) -> None:
    _checkout_id, placed, attempt = both
    expire(attempt)

    assert ipn(attempt) == "00"
    run_events()

    assert states(placed.orders) == [("UNCONFIRMED", "FULL")] * 2


def test_late_payment_refunds_the_sold_out_order_only(market, both, run_events) -> None:
    """Reported as failed first, so that stock was released and one seller's was sold; then reported as paid."""
    checkout_id, placed, attempt = both
    ipn(attempt, "24")
    run_events()
    buy_out(market.mango)
    ipn(attempt)
    run_events()
    assert payment_state(checkout_id).kind == "review"

    resolve_review(intent_id=placed.intent_id, paid=True, actor=make_officer("operator"), note="Sao kê có tiền")
    run_events()

    assert states(placed.orders) == [("CANCELED", "REFUNDING"), ("UNCONFIRMED", "FULL")]
    late, honoured = map(reread, placed.orders)
    assert history(late)[-1] == "paid_out_of_stock"
    refund = Refund.objects.get()
    assert (refund.pk, refund.amount, refund.reason, refund.reference) == (
        late.allocation.refund_id,
        255_000,
        "out_of_stock",
        late.code,
    )
    assert published_orders("order.paid") == [str(honoured.pk)]
    assert published_orders("order.canceled") == [str(late.pk)]
    assert published_orders("order.refund_requested") == published_orders("order.refund_completed") == []
    assert (stock(market.mango), stock(market.lotus)) == ((10, 10), (4, 0))
    state = payment_state(checkout_id)
    assert (state.kind, state.paid_total, state.refund_total) == ("partly", 95_000, 255_000)


def test_late_payment_refunds_every_sold_out_order(market, both, run_events) -> None:
    checkout_id, placed, attempt = both
    ipn(attempt, "24")
    run_events()
    buy_out(market.mango)
    buy_out(market.lotus)
    ipn(attempt)
    run_events()

    resolve_review(intent_id=placed.intent_id, paid=True, actor=make_officer("operator"), note="Sao kê có tiền")
    run_events()

    assert states(placed.orders) == [("CANCELED", "REFUNDING")] * 2
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [95_000, 255_000]
    assert payment_state(checkout_id).kind == "refunding"
    assert published_orders("order.paid") == []


def test_paid_canceled_payment_is_refunded_whole(market, both, run_events) -> None:
    checkout_id, placed, attempt = both
    sdk.payment_intents.cancel(placed.intent_id, reason="expired", idempotency_key="c1")
    run_events()
    assert states(placed.orders) == [("EXPIRED", "NONE")] * 2

    assert ipn(attempt) == "00"
    assert payment_state(checkout_id).kind == "refunding"
    run_events()
    mark_paid_after_cancel(intent_id=placed.intent_id)

    assert states(placed.orders) == [("EXPIRED", "REFUNDING")] * 2
    assert [(r.amount, r.reason) for r in Refund.objects.all()] == [(350_000, "paid_after_cancel")]
    assert (stock(market.mango), published_orders("order.paid")) == ((10, 0), [])
    assert history(placed.orders[0]) == ["placed", "expired", "paid_after_end"]
    assert payment_state(checkout_id).kind == "refunding"


def test_events_in_reverse_order_have_the_same_result(market, both, run_events) -> None:
    """The payment's event is delivered before the cancellation's, with the same result."""
    _checkout_id, placed, attempt = both
    sdk.payment_intents.cancel(placed.intent_id, reason="expired", idempotency_key="c2")
    ipn(attempt)
    canceled = Delivery.objects.filter(event__type="payment_intent.canceled")
    canceled.update(next_try_at=clock.now() + timedelta(minutes=1))

    run_events()
    canceled.update(next_try_at=clock.now())
    run_events()

    assert states(placed.orders) == [("EXPIRED", "REFUNDING")] * 2
    assert history(placed.orders[0]) == ["placed", "expired", "paid_after_end"]


def test_suspicious_payment_puts_the_orders_in_review(market, both, run_events) -> None:
    checkout_id, placed, attempt = both

    assert ipn(attempt, "07", "07") == "00"
    run_events()

    assert states(placed.orders) == [("UNCONFIRMED", "NONE")] * 2
    assert all(reread(order).needs_review for order in placed.orders)
    assert (stock(market.mango), stock(market.lotus)) == ((10, 2), (5, 1))
    assert set(Reservation.objects.values_list("state", "expires_at")) == {(ReservationState.ACTIVE, None)}
    assert payment_state(checkout_id).kind == "review"


@pytest.mark.parametrize(
    ("paid", "charge", "mango", "kind"), [(True, "FULL", (8, 0), "paid"), (False, "NONE", (10, 0), "failed")]
)
def test_review_decision_pays_or_fails_the_orders(
    market, both, run_events, paid: bool, charge: str, mango: tuple, kind: str
) -> None:
    checkout_id, placed, attempt = both
    ipn(attempt, "07", "07")
    run_events()

    resolve_review(intent_id=placed.intent_id, paid=paid, actor=make_officer("operator"), note="Đã hỏi ngân hàng")
    run_events()

    assert states(placed.orders) == [("UNCONFIRMED", charge)] * 2
    assert not any(reread(order).needs_review for order in placed.orders)
    assert stock(market.mango) == mango
    assert payment_state(checkout_id).kind == kind


@pytest.mark.parametrize("answer", ["97", "04", "01"])
def test_refused_ipn_changes_nothing(market, both, run_events, answer: str, client) -> None:
    _checkout_id, placed, attempt = both
    call = {
        "97": lambda: message(attempt) | {"vnp_SecureHash": "0" * 128},
        "04": lambda: message(attempt, vnp_Amount="1000"),
        "01": lambda: message(attempt, vnp_TxnRef="KHONGCO"),
    }[answer]()
    before = Event.objects.count()

    assert client.get("/payments/vnpay/ipn", call).json()["RspCode"] == answer
    run_events()

    assert Event.objects.count() == before
    assert states(placed.orders) == [("UNCONFIRMED", "NONE")] * 2
    assert stock(market.mango) == (10, 2)


def test_payment_without_orders_is_ignored(db, units) -> None:
    sync_orders_with_payment(intent_id="pi_nobody")
    mark_paid_after_cancel(intent_id="pi_nobody")

    assert Order.objects.count() == 0
