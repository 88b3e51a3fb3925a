"""`verify`: no problem on valid data; each defect is reported by its name."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db.models import F

from catalog.models import Reservation, ReservationState
from core import clock
from orders import integrity
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order, OrderLine, PaymentAllocation
from orders.payment import integrity as payment_integrity
from tests import databases
from tests.events import deliver_all
from tests.market import make as make_market
from tests.orders.helpers import ipn, place, ready_cart, start

CHECKS = [
    integrity.total_equals_lines,
    payment_integrity.allocations_equal_payment,
    payment_integrity.paid_online_has_money,
    integrity.goods_follow_state,
]


@pytest.fixture(scope="module")
def built(bare_template: str, django_db_setup: None, django_db_blocker) -> Iterator[UUID]:
    """A database with orders in many states; the returned one is paid and not yet confirmed."""
    with django_db_blocker.unblock(), databases.inside_copy(bare_template):
        yield _build().pk


@pytest.fixture
def some_of_everything(built: UUID, db: None) -> Order:
    return Order.objects.get(pk=built)


def _build() -> Order:
    market = make_market()
    place(ready_cart([(market.mango, 1)]))
    failed = ready_cart([(market.lotus, 1)])
    place(failed)
    ipn(start(failed), "24")
    cash = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    confirm_order(order_id=cash.pk, actor=market.manager)
    fulfill_order(order_id=cash.pk, actor=market.manager, cash_received=True)
    place(ready_cart([(market.mango, 1)], method="cash"))
    paid = []
    for _ in range(2):
        checkout_id = ready_cart([(market.mango, 1), (market.lotus, 1)])
        paid.append(place(checkout_id).orders[0])
        ipn(start(checkout_id))
    deliver_all()
    cancel_order(order_id=paid[0].pk, actor=market.manager, reason="other")
    deliver_all()
    return paid[1]


def test_consistent_orders_have_no_mismatch(some_of_everything) -> None:
    assert [(check().checked, check().problems) for check in CHECKS] == [
        (8, []),
        (6, []),
        (6, []),
        (8, []),
    ]


def test_changed_line_is_a_mismatch(some_of_everything) -> None:
    OrderLine.objects.filter(order=some_of_everything).update(quantity=2, total=F("unit_price") * 2)

    assert integrity.total_equals_lines().problems == [f"{some_of_everything.code}: goods 120000, lines 240000"]


def test_changed_allocation_is_a_mismatch(some_of_everything) -> None:
    allocation = PaymentAllocation.objects.get(order=some_of_everything)
    PaymentAllocation.objects.filter(pk=allocation.pk).update(amount=1)

    assert payment_integrity.allocations_equal_payment().problems == [
        f"{some_of_everything.code}: share 1, total 135000",
        f"{allocation.intent_id}: amount 230000, shares 95001",
    ]
    PaymentAllocation.objects.filter(pk=allocation.pk).delete()
    assert f"{some_of_everything.code}: no share of a payment" in payment_integrity.allocations_equal_payment().problems


def test_paid_order_without_a_payment_is_a_mismatch(some_of_everything) -> None:
    unpaid = Order.objects.filter(charge_status="NONE", payment_method="vnpay").first()
    Order.objects.filter(pk=unpaid.pk).update(charge_status="FULL", paid_at=clock.now())

    problems = payment_integrity.paid_online_has_money().problems

    assert len(problems) == 1
    assert problems[0].startswith(f"{unpaid.code}: paid, but pi_")


def test_reservation_in_another_state_is_a_mismatch(some_of_everything) -> None:
    holds = Reservation.objects.filter(holder_ref=f"order:{some_of_everything.pk}")
    holds.update(state=ReservationState.ACTIVE)
    assert integrity.goods_follow_state().problems == [f"{some_of_everything.code}: UNCONFIRMED/FULL, goods active"]

    holds.delete()
    assert integrity.goods_follow_state().problems == [f"{some_of_everything.code}: UNCONFIRMED/FULL, goods not held"]


def test_refunded_order_with_pending_refund_is_a_mismatch(some_of_everything) -> None:
    order = Order.objects.get(charge_status="REFUNDING")
    Order.objects.filter(pk=order.pk).update(charge_status="REFUNDED")

    assert payment_integrity.paid_online_has_money().problems == [f"{order.code}: REFUNDED, its refund pending"]


def test_refund_without_an_order_is_a_mismatch(some_of_everything) -> None:
    order = Order.objects.get(charge_status="REFUNDING")
    Order.objects.filter(pk=order.pk).update(charge_status="FULL")

    assert payment_integrity.paid_online_has_money().problems == [
        f"{order.allocation.intent_id}: its orders say 0 goes back, queued is {order.total}"
    ]
