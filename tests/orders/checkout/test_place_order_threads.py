"""Placing in real threads: the last goods of two sellers, and one checkout placed several times at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction

from catalog.locks import lock_to_sell, lock_variants
from catalog.models import Product, Reservation, Variant
from catalog.stock.services.adjust_stock import adjust_stock
from catalog.stock.services.reserve import ReservationRequest, reserve
from cooperatives.models import Seller
from core.errors import DomainError
from core.models import IdempotentAnswer
from core.rows import Batch
from devserver.wait import wait_for
from orders.checkout.placing import Placed
from orders.checkout.queries.checkout_view import checkout_view
from orders.checkout.services.place_order import place_order
from orders.models import Order
from payments.models import PaymentIntent
from tests.market import Market
from tests.market import make as make_market
from tests.orders.helpers import place, ready_cart, stock
from tests.parallel import at_once

pytestmark = pytest.mark.threads


@pytest.fixture
def crowd(transactional_db: None) -> Market:
    return make_market()


def test_the_last_goods_of_two_sellers_are_sold_once(crowd: Market) -> None:
    carts = [ready_cart([(crowd.mango, 1), (crowd.lotus, 1)]) for _number in range(12)]
    outcomes = at_once([partial(place, checkout_id) for checkout_id in carts])
    codes = [outcome.code for outcome in outcomes if isinstance(outcome, DomainError)]
    assert codes == ["INSUFFICIENT_STOCK"] * 7
    assert sum(isinstance(outcome, Placed) for outcome in outcomes) == 5
    assert (stock(crowd.mango), stock(crowd.lotus)) == ((10, 5), (5, 5))
    assert (Order.objects.count(), PaymentIntent.objects.count(), IdempotentAnswer.objects.count()) == (10, 5, 5)


def test_one_checkout_placed_at_once_makes_its_orders_once(crowd: Market) -> None:
    checkout_id = ready_cart([(crowd.mango, 1), (crowd.lotus, 2)])
    call = partial(place_order, checkout_id=checkout_id, expected_total=None, idempotency_key="one press", client=None)
    outcomes = at_once([call] * 8)
    assert {tuple(order.pk for order in placed.orders) for placed in outcomes} == {
        tuple(Order.objects.order_by("seller_id").values_list("pk", flat=True))
    }
    assert (Order.objects.count(), PaymentIntent.objects.count(), IdempotentAnswer.objects.count()) == (2, 1, 1)
    assert (stock(crowd.mango), stock(crowd.lotus)) == ((10, 1), (5, 2))


def sell_out(market: Market) -> None:
    adjust_stock(variant_id=market.mango.pk, on_hand=0, actor=None)


def raise_price(market: Market) -> None:
    Variant.objects.filter(pk=market.mango.pk).update(price=130_000)


def hide(market: Market) -> None:
    Product.objects.filter(pk=market.mango.product_id).update(is_published=False)


def suspend(market: Market) -> None:
    Seller.objects.filter(pk=market.cooperative.pk).update(is_active=False)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (sell_out, "INSUFFICIENT_STOCK"),
        (raise_price, "PRICE_CHANGED"),
        (hide, "UNAVAILABLE_VARIANT_IN_CHANNEL"),
        (suspend, "UNAVAILABLE_VARIANT_IN_CHANNEL"),
    ],
)
def test_what_changed_while_a_buyer_waits_for_the_goods_is_not_sold(
    change: Callable[[Market], None], code: str, crowd: Market
) -> None:
    checkout_id = ready_cart([(crowd.mango, 1)])
    total = checkout_view(checkout_id).total
    buy = partial(place_order, checkout_id=checkout_id, expected_total=total, idempotency_key="k", client=None)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_variants([crowd.mango.pk])
            buyer = pool.submit(lambda: at_once([buy])[0])
            assert wait_for(is_blocking, seconds=30)
            change(crowd)
        refused = buyer.result(timeout=30)
    assert isinstance(refused, DomainError), refused
    assert refused.code == code
    assert (Order.objects.count(), PaymentIntent.objects.count(), Reservation.objects.count()) == (0, 0, 0)


def is_blocking() -> bool:
    """Whether another transaction waits for this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))")
        return bool(cursor.fetchone()[0])


def test_goods_that_are_hidden_after_they_were_read_are_not_reserved(crowd: Market) -> None:
    variant, batch = crowd.mango.pk, Batch()
    with transaction.atomic():
        lock_to_sell([variant])
        reserve([ReservationRequest("order:1", {variant: 1}, None)], batch)
        at_once([partial(hide, crowd)])
        with pytest.raises(DomainError) as refused:
            batch.write()
        transaction.set_rollback(True)
    assert (refused.value.code, refused.value.params) == ("INSUFFICIENT_STOCK", {"variants": {variant: 0}})
    assert (stock(crowd.mango), Reservation.objects.count()) == ((10, 0), 0)
