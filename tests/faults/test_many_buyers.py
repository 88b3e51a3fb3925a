"""Fifty buyers for ten products; buyers of two sellers in both orders; concurrent payments and cancellations."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from catalog.models import Reservation, Variant
from core.errors import DomainError
from core.outbox import deliver_due
from orders.checkout.services.add_lines import add_lines
from orders.checkout.services.place_order import place_order
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.fulfilment.services.confirm_order import confirm_order
from orders.models import Checkout, Order
from orders.payment.services.sync_orders_with_payment import sync_orders_with_payment
from payments.models import PaymentIntent, Refund, Transfer
from tests.integrity import mismatches
from tests.orders.helpers import cart, ipn, place, published_orders, ready_cart, start, stock
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


def settle() -> None:
    while deliver_due():
        pass


def all_is_well() -> None:
    assert mismatches() == []


def test_ten_of_fifty_concurrent_checkouts_are_placed(market) -> None:
    checkouts = [ready_cart([(market.mango, 1)]) for _ in range(50)]

    outcomes = at_once([partial(place, checkout_id) for checkout_id in checkouts])

    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert {type(error) for error in refused} == {DomainError}
    assert Counter(error.code for error in refused) == {"INSUFFICIENT_STOCK": 40}
    assert {str(error.message) for error in refused} == {f"Xoài cát Chu, {market.mango.name} đã hết hàng."}
    assert stock(market.mango) == (10, 10)
    assert (Order.objects.count(), PaymentIntent.objects.count(), Reservation.objects.count()) == (10, 10, 10)
    assert Checkout.objects.filter(placed_at__isnull=False).count() == 10
    all_is_well()


def test_checkout_placed_concurrently_creates_one_set_of_orders(market) -> None:
    checkout_id = ready_cart([(market.mango, 1), (market.lotus, 1)])

    outcomes = at_once([partial(place, checkout_id) for _ in range(16)])

    assert {tuple(order.pk for order in placed.orders) for placed in outcomes} == {
        tuple(Order.objects.order_by("seller_id").values_list("pk", flat=True))
    }
    assert (Order.objects.count(), PaymentIntent.objects.count(), stock(market.mango)) == (2, 1, (10, 1))


def test_repeated_request_with_one_key_creates_one_order(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    click = partial(
        place_order, checkout_id=checkout_id, expected_total=135_000, idempotency_key="one click", client=None
    )

    outcomes = at_once([click] * 8)

    assert len({placed.orders[0].pk for placed in outcomes}) == 1


def test_checkouts_of_two_sellers_in_either_order_never_deadlock(market) -> None:
    Variant.objects.update(on_hand=100)
    mango_first, lotus_first = [(market.mango, 1), (market.lotus, 2)], [(market.lotus, 2), (market.mango, 1)]
    placed = [place(ready_cart(mango_first)) for _ in range(6)]
    paid = [start(p.orders[0].checkout_id) for p in placed]
    for attempt in paid:
        ipn(attempt)
    carts = [ready_cart(lines) for lines in [mango_first, lotus_first] * 6]

    outcomes = at_once(
        [partial(place, checkout_id) for checkout_id in carts]
        + [partial(sync_orders_with_payment, intent_id=p.intent_id) for p in placed]
        + [partial(sync_orders_with_payment, intent_id=p.intent_id) for p in placed]
    )

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert (stock(market.mango), stock(market.lotus)) == ((94, 12), (88, 24))
    assert len(published_orders("order.paid")) == 12


def test_concurrent_cancellations_during_payment_keep_the_books(market) -> None:
    for _ in range(4):
        placed = place(ready_cart([(market.mango, 1), (market.lotus, 1)]))
        attempt = start(placed.orders[0].checkout_id)

        calls: list[Callable[[], object]] = [partial(ipn, attempt)]
        calls += [partial(cancel_by_buyer, order_id=order.pk) for order in placed.orders]
        calls += [partial(sync_orders_with_payment, intent_id=placed.intent_id)] * 2
        outcomes = at_once(calls)

        assert {type(o) for o in outcomes if isinstance(o, Exception)} <= {DomainError}
        settle()
        orders = Order.objects.filter(checkout_id=placed.orders[0].checkout_id)
        ends = set(orders.values_list("status", "charge_status"))
        assert ends in ({("UNCONFIRMED", "FULL")}, {("CANCELED", "REFUNDING")})
    assert all(held == 0 for _on_hand, held in (stock(market.mango), stock(market.lotus)))
    all_is_well()


def test_concurrent_confirmations_confirm_once(market) -> None:
    placed = place(ready_cart([(market.mango, 1)]))
    ipn(start(placed.orders[0].checkout_id))
    settle()

    outcomes = at_once([partial(confirm_order, order_id=placed.orders[0].pk, actor=market.manager)] * 6)

    assert Counter(getattr(outcome, "code", None) for outcome in outcomes)["INVALID_MOVE"] == 5
    assert (Transfer.objects.count(), Refund.objects.count(), len(published_orders("order.confirmed"))) == (1, 0, 1)


def test_concurrent_additions_to_a_cart_are_all_counted(market) -> None:
    checkout_id = cart([])

    at_once([partial(add_lines, checkout_id=checkout_id, lines=[(market.mango.pk, 1)])] * 8)

    assert Checkout.objects.get(pk=checkout_id).lines.get().quantity == 8
