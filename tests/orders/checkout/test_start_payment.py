"""Starting a payment: first, repeated, and refused."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from catalog.models import Variant
from core import clock
from core.errors import DomainError, NotFound
from orders.checkout.queries.payment_state import payment_state
from orders.checkout.services.start_payment import start_payment
from payments import sdk
from payments.models import Attempt
from tests.orders.helpers import ipn, place, ready_cart, start, stock

WHERE = {"return_url": "https://cho.vn/ve", "ip": "113.160.92.202"}


def refused(checkout_id) -> DomainError:
    before = (Attempt.objects.count(), stock_of_all())
    with pytest.raises(DomainError) as caught:
        start_payment(checkout_id=checkout_id, **WHERE)
    assert (Attempt.objects.count(), stock_of_all()) == before
    return caught.value


def stock_of_all() -> list[tuple[int, int]]:
    return list(Variant.objects.order_by("pk").values_list("on_hand", "reserved"))


def test_vnpay_url_has_the_amount_and_language(market) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    placed = place(checkout_id)

    url = start_payment(checkout_id=checkout_id, **WHERE, locale="en")

    assert "vnp_Amount=25500000" in url
    assert "vnp_Locale=en" in url
    assert sdk.payment_intents.retrieve(placed.intent_id).status == "requires_action"


def test_second_start_returns_the_same_url(market) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    place(checkout_id)

    assert start_payment(checkout_id=checkout_id, **WHERE) == start_payment(checkout_id=checkout_id, **WHERE)
    assert Attempt.objects.count() == 1


def test_retry_is_refused_when_goods_were_sold_meanwhile(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])
    place(checkout_id)
    ipn(start(checkout_id), "24")
    run_events()
    place(ready_cart([(market.lotus, 5)]))

    error = refused(checkout_id)

    assert (error.code, error.params) == ("INSUFFICIENT_STOCK", {"variants": {market.lotus.pk: 0}})
    assert str(error.message) == f"Hạt sen sấy, {market.lotus.name} đã hết hàng."
    assert stock(market.mango) == (10, 0)


def test_paid_order_cannot_be_paid_again(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    place(checkout_id)
    ipn(start(checkout_id))
    assert refused(checkout_id).code == "PAYMENT_INTENT_UNEXPECTED_STATE"

    run_events()

    error = refused(checkout_id)
    assert (error.code, str(error.message)) == ("PAYMENT_NOT_DUE", "Đơn này đã được thanh toán.")


def test_payment_in_review_cannot_be_started_again(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    place(checkout_id)
    ipn(start(checkout_id), "07", "07")
    run_events()

    assert "đang được kiểm tra" in str(refused(checkout_id).message)


def test_expired_order_cannot_be_paid(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    sdk.payment_intents.cancel(place(checkout_id).intent_id, reason="expired", idempotency_key="end")
    run_events()

    assert str(refused(checkout_id).message) == "Đơn này đã quá hạn thanh toán."


def test_cash_order_cannot_be_paid_online(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)], method="cash")
    place(checkout_id)

    assert refused(checkout_id).code == "PAYMENT_NOT_DUE"


def test_unplaced_checkout_raises_not_found(market) -> None:
    for checkout_id in (ready_cart([(market.mango, 1)]), uuid.uuid4(), "nothing"):
        with pytest.raises(NotFound):
            start_payment(checkout_id=checkout_id, **WHERE)


def test_repeated_failures_reserve_goods_for_one_hour_at_most(market, run_events) -> None:
    placed_at = clock.now()
    checkout_id = ready_cart([(market.mango, 10)])
    with time_machine.travel(placed_at, tick=False) as now:
        place(checkout_id)
        for minutes in (14, 28, 42):
            now.move_to(placed_at + timedelta(minutes=minutes))
            ipn(start(checkout_id), "24")
            run_events()
            assert payment_state(checkout_id).can_retry
        now.move_to(placed_at + timedelta(minutes=50))
        last = start(checkout_id)
        assert last.expires_at == placed_at + timedelta(minutes=60)
        now.move_to(placed_at + timedelta(minutes=56))
        ipn(last, "24")
        run_events()

        error = refused(checkout_id)

        assert error.code == "PAYMENT_NOT_DUE"
        assert "hết thời gian trả tiền" in str(error.message)
        assert not payment_state(checkout_id).can_retry
        assert stock(market.mango) == (10, 0)
