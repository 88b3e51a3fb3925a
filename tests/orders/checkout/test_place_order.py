"""Placing a checkout: one order a seller, reserved stock, one payment for all; or nothing at all."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Reservation, ReservationState, Variant
from core import clock, identifiers
from core.errors import DomainError, NotFound
from core.models import Event
from orders.checkout.queries.checkout_view import checkout_view
from orders.checkout.services.add_lines import add_lines
from orders.checkout.services.place_order import place_order
from orders.models import Checkout, Order, OrderHistory, OrderLine, PaymentAllocation
from payments import sdk
from payments.models import PaymentIntent
from shipping.models import Carrier, ShippingMethod, ShippingQuote
from shipping.rates import RateInput
from shipping.services.set_rates import set_rates
from tests.factories import make_user, make_variant
from tests.orders.helpers import cart, history, place, published_orders, ready_cart, stock


def everything() -> tuple[int, ...]:
    """The number of rows and the stock, which a refusal must not change."""
    counted = (Order, OrderLine, OrderHistory, PaymentAllocation, PaymentIntent, Reservation, Event)
    return (
        *(model.objects.count() for model in counted),
        *Variant.objects.order_by("pk").values_list("reserved", flat=True),
    )


def refused(
    checkout_id, expected_total: int | None = None, key: str = "a key", quote_ids: list[int] | None = None
) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as caught:
        place_order(
            checkout_id=checkout_id,
            expected_total=expected_total,
            idempotency_key=key,
            client=None,
            quote_ids=quote_ids,
        )
    assert everything() == before
    assert Checkout.objects.get(pk=checkout_id).placed_at is None
    return caught.value


def test_each_seller_gets_one_order(market) -> None:
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])

    with time_machine.travel("2026-11-22 03:00:00Z", tick=False):
        placed = place(checkout_id, expected_total=350_000)
        deadline = clock.now() + timedelta(minutes=settings.PAYMENT_MINUTES)

    first, second = placed.orders
    assert [(o.seller_id, o.goods_total, o.shipping_total, o.total) for o in placed.orders] == [
        (market.cooperative.pk, 240_000, 15_000, 255_000),
        (market.household.pk, 80_000, 15_000, 95_000),
    ]
    assert (first.status, first.charge_status, first.paid_at, first.confirm_by) == ("UNCONFIRMED", "NONE", None, None)
    assert (first.buyer_name, first.phone) == ("Nguyễn Thị Hoa", "0912345678")
    assert (first.shipping_carrier, first.shipping_name) == ("own", "Người bán giao tận nơi")
    line = first.lines.get()
    assert (line.product_name, line.variant_name, line.unit_price, line.quantity, line.total) == (
        "Xoài cát Chu",
        market.mango.name,
        120_000,
        2,
        240_000,
    )
    assert history(first) == ["placed"]
    intent = sdk.payment_intents.retrieve(placed.intent_id)
    assert (intent.amount, intent.expires_at) == (350_000, deadline)
    group = intent.transfer_group.removeprefix("group_")
    assert (len(group), intent.description, intent.metadata) == (24, f"Thanh toan don hang {group}", {})
    assert intent.status == "requires_payment_method"
    assert dict(PaymentAllocation.objects.values_list("order_id", "amount")) == {first.pk: 255_000, second.pk: 95_000}
    holds = Reservation.objects.order_by("variant_id").values_list("holder_ref", "quantity", "state", "expires_at")
    assert list(holds) == [
        (f"order:{first.pk}", 2, ReservationState.ACTIVE, deadline),
        (f"order:{second.pk}", 1, ReservationState.ACTIVE, deadline),
    ]
    assert (stock(market.mango), stock(market.lotus)) == ((10, 2), (5, 1))
    assert published_orders("order.placed") == [str(first.pk), str(second.pk)]


def test_cash_order_has_no_payment_intent(market) -> None:
    with time_machine.travel("2026-11-22 03:00:00Z", tick=False):
        placed = place(ready_cart([(market.mango, 1)], method="cash"))
        tomorrow = clock.now() + timedelta(hours=24)

    assert placed.intent_id is None
    assert (placed.orders[0].payment_method, placed.orders[0].confirm_by) == ("cash", tomorrow)
    assert (placed.orders[0].shipping_total, placed.orders[0].shipping_address) == (0, None)
    assert Reservation.objects.get().expires_at is None
    assert PaymentIntent.objects.count() == 0


def test_order_belongs_to_the_signed_in_user(market) -> None:
    user = make_user()

    order = place(ready_cart([(market.mango, 1)], user=user)).orders[0]

    assert order.user == user
    assert OrderHistory.objects.get(order=order).actor == user


@pytest.mark.parametrize("key", ["the same", "another"])
def test_placing_again_returns_the_same_orders(market, key: str) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    first = place_order(checkout_id=checkout_id, expected_total=255_000, idempotency_key="the same", client=None)
    before = everything()

    again = place_order(checkout_id=checkout_id, expected_total=None, idempotency_key=key, client=None)

    assert [o.pk for o in again.orders] == [o.pk for o in first.orders]
    assert again.intent_id == first.intent_id
    assert everything() == before


def test_idempotency_key_of_another_checkout_is_refused(market) -> None:
    place_order(
        checkout_id=ready_cart([(market.mango, 1)]), expected_total=None, idempotency_key="one key", client=None
    )

    assert refused(ready_cart([(market.lotus, 1)]), key="one key").code == "IDEMPOTENCY_MISMATCH"


def test_key_of_a_refused_request_can_be_used_again(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    assert refused(checkout_id, expected_total=1).code == "PRICE_CHANGED"

    placed = place_order(checkout_id=checkout_id, expected_total=135_000, idempotency_key="a key", client=None)

    assert placed.orders[0].total == 135_000


def test_changed_total_is_refused(market) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    Variant.objects.filter(pk=market.mango.pk).update(price=130_000)

    error = refused(checkout_id, expected_total=255_000)

    assert (error.code, error.params) == ("PRICE_CHANGED", {"total": 275_000})
    assert "275.000\u00a0đ" in str(error.message)


def shown_quotes(checkout_id) -> list[int]:
    """The ids of the quotes on the review page."""
    return [group.delivery.quote_id for group in checkout_view(checkout_id).groups]


def test_order_is_charged_the_shown_quotes(market) -> None:
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])
    shown = shown_quotes(checkout_id)

    placed = place_order(
        checkout_id=checkout_id, expected_total=None, idempotency_key="a key", client=None, quote_ids=shown
    )

    quotes = ShippingQuote.objects.in_bulk(shown)
    assert [(o.shipping_total, o.arrives_from, o.arrives_to) for o in placed.orders] == [
        (quotes[pk].price, quotes[pk].arrives_from, quotes[pk].arrives_to) for pk in shown
    ]


def test_expired_quote_is_refused_and_replaced(market) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    shown = shown_quotes(checkout_id)
    total = checkout_view(checkout_id).total
    with time_machine.travel(clock.now() + timedelta(days=1)):
        error = refused(checkout_id, total, quote_ids=shown)
        assert error.code == "SHIPPING_QUOTE_EXPIRED"
        assert "HTX mẫu Mỹ Thọ" in str(error.message)
        again = shown_quotes(checkout_id)
        assert again != shown
        key = "another key"
        place_order(checkout_id=checkout_id, expected_total=total, idempotency_key=key, client=None, quote_ids=again)
    assert Order.objects.get().total == total


def test_changed_rates_end_the_shown_quote(market) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    shown, total = shown_quotes(checkout_id), checkout_view(checkout_id).total
    own = ShippingMethod.objects.get(seller=market.cooperative, carrier=Carrier.OWN)
    set_rates(method_id=own.pk, rates=[RateInput("country", 40_000, 50_000)], actor=None)

    error = refused(checkout_id, total, quote_ids=shown)

    now = total - 15_000 + 40_000
    assert (error.code, error.params) == ("PRICE_CHANGED", {"total": now})
    assert checkout_view(checkout_id).total == now


@pytest.mark.parametrize("foreign", [True, False])
def test_quote_of_another_parcel_is_refused(market, foreign: bool) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    other = shown_quotes(ready_cart([(market.lotus, 1)])) if foreign else []

    assert refused(checkout_id, quote_ids=other).code == "SHIPPING_QUOTE_EXPIRED"


def test_changed_cart_needs_a_new_quote(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    shown = shown_quotes(checkout_id)
    add_lines(checkout_id=checkout_id, lines=[(market.mango.pk, 1)])

    assert refused(checkout_id, quote_ids=shown).code == "SHIPPING_QUOTE_EXPIRED"


def test_sold_out_lines_are_listed_and_nothing_is_reserved(market) -> None:
    checkout_id = ready_cart([(market.mango, 3), (market.lotus, 2)])
    Variant.objects.filter(pk=market.mango.pk).update(on_hand=0)
    Variant.objects.filter(pk=market.lotus.pk).update(on_hand=1)

    error = refused(checkout_id)

    assert (error.code, error.params) == (
        "INSUFFICIENT_STOCK",
        {"variants": {market.mango.pk: 0, market.lotus.pk: 1}},
    )
    assert str(error.message) == (
        f"Xoài cát Chu, {market.mango.name} đã hết hàng. Hạt sen sấy, {market.lotus.name} chỉ còn 1."
    )


def test_last_items_are_sold_to_the_first_buyer(market) -> None:
    first, second = (ready_cart([(market.lotus, 1), (market.mango, 10)]) for _ in range(2))
    place(first)

    error = refused(second)

    assert error.params == {"variants": {market.mango.pk: 0}}
    assert stock(market.mango) == (10, 10)


def test_incomplete_checkout_is_refused_with_the_missing_input(market) -> None:
    assert refused(cart([])).code == "NO_LINES"
    assert refused(cart([(market.mango, 1)])).field == "buyer_name"


def test_unknown_checkout_raises_not_found(db) -> None:
    with pytest.raises(NotFound):
        place_order(
            checkout_id="6f9619ff-8b86-d011-b42d-00c04fc964ff", expected_total=None, idempotency_key="k", client=None
        )


def test_placed_checkout_accepts_no_lines(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    place(checkout_id)

    with pytest.raises(DomainError) as caught:
        add_lines(checkout_id=checkout_id, lines=[(market.lotus.pk, 1)])

    assert caught.value.code == "CHECKOUT_PLACED"


def test_duplicate_order_code_is_replaced(market) -> None:
    taken = place(ready_cart([(market.mango, 1)])).orders[0].code
    checkout_id = ready_cart([(market.mango, 1), (market.lotus, 1)])

    with mock.patch(
        "orders.identifiers.new_order_code", side_effect=[taken, "CCCC-CCCC-CC", "AAAA-AAAA-AA", "BBBB-BBBB-BB"]
    ):
        placed = place(checkout_id)

    assert {order.code for order in placed.orders} == {"AAAA-AAAA-AA", "BBBB-BBBB-BB"}
    assert identifiers.read_order_code(taken) == taken


def test_statement_count_does_not_depend_on_the_lines(market) -> None:
    def statements(kinds: int) -> int:
        checkout_id = ready_cart([(make_variant(market.mango.product), 1) for _ in range(kinds)])
        with CaptureQueriesContext(
            connection,
        ) as captured:
            place(checkout_id)
        return len(captured)

    few, many = statements(1), statements(25)

    assert many == few
    assert few <= 8
