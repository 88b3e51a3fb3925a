"""What cart and checkout pages show, and their number of SQL statements."""

import uuid

import pytest

from catalog.models import Variant
from core.errors import NotFound
from orders.checkout.queries.checkout_view import checkout_view
from orders.checkout.services.choose_delivery import choose_delivery
from orders.models import Checkout
from places.models import Unit
from shipping.models import Carrier
from shipping.services.update_method import update_method
from tests.factories import make_variant
from tests.orders.helpers import cart, pickup_of, place, ready_cart


def codes(view) -> list[str]:
    return [problem.code for problem in view.problems]


def test_lines_are_grouped_by_seller_with_totals(market) -> None:
    view = checkout_view(ready_cart([(market.lotus, 2), (market.mango, 3)]))

    assert [(g.seller_name, g.goods_total, g.shipping_total, g.total) for g in view.groups] == [
        ("HTX mẫu Mỹ Thọ", 360_000, 15_000, 375_000),
        ("Hộ mẫu Sen", 160_000, 15_000, 175_000),
    ]
    assert (view.goods_total, view.shipping_total, view.total, view.quantity) == (520_000, 30_000, 550_000, 5)
    assert [(line.product_name, line.quantity, line.total) for line in view.groups[0].lines] == [
        ("Xoài cát Chu", 3, 360_000)
    ]
    assert view.problems == []
    assert view.can_place
    assert view.address.unit.parent.full_name == "Tỉnh Đồng Tháp"


def test_own_delivery_is_the_default_where_available(market) -> None:
    group = checkout_view(ready_cart([(market.mango, 1)])).groups[0]

    assert (group.delivery.carrier, group.chosen_by_buyer) == (Carrier.OWN, False)
    assert [quote.carrier for quote in group.quotes] == [Carrier.OWN, Carrier.PICKUP]


def test_empty_cart_cannot_be_placed(market) -> None:
    view = checkout_view(cart([]))

    assert (view.groups, view.total, codes(view)[0]) == ([], 0, "NO_LINES")
    assert not view.can_place


def test_missing_input_is_listed_in_page_order(market) -> None:
    view = checkout_view(cart([(market.mango, 1)]))

    assert [(p.code, p.field) for p in view.problems] == [
        ("REQUIRED", "buyer_name"),
        ("REQUIRED", "phone"),
        ("SHIPPING_ADDRESS_NOT_SET", "shipping_address"),
        ("PAYMENT_METHOD_NOT_SET", "payment_method"),
        ("CONSENT_REQUIRED", "consent"),
    ]
    assert view.needs_address
    assert not view.consented


def test_pickup_from_every_seller_needs_no_address(market) -> None:
    checkout_id = cart([(market.mango, 1)])
    method = pickup_of(market.cooperative)

    choose_delivery(checkout_id=checkout_id, seller_id=market.cooperative.pk, method_id=method.pk)

    view = checkout_view(checkout_id)
    assert not view.needs_address
    assert "SHIPPING_ADDRESS_NOT_SET" not in codes(view)
    assert [choice.method for choice in view.payment_choices if choice.allowed] == ["vnpay", "cash"]


def test_delivery_is_quoted_for_a_commune_before_an_address_is_set(market) -> None:
    checkout_id = cart([(market.mango, 1)])
    far = Unit.objects.get(code="26740")

    assert [q.carrier for q in checkout_view(checkout_id).groups[0].quotes] == [Carrier.PICKUP]
    assert checkout_view(checkout_id, unit_id=far.pk).groups[0].delivery.price == 35_000


def test_stock_and_price_changes_are_problems(market) -> None:
    checkout_id = ready_cart([(market.mango, 4), (market.lotus, 2)])
    Variant.objects.filter(pk=market.mango.pk).update(on_hand=3)
    Variant.objects.filter(pk=market.lotus.pk).update(price=90_000)

    view = checkout_view(checkout_id)

    mango, lotus = (group.lines[0] for group in view.groups)
    assert (mango.problem.code, mango.problem.available, mango.problem.blocking) == ("INSUFFICIENT_STOCK", 3, True)
    assert str(mango.problem.message) == f"Xoài cát Chu, {market.mango.name} chỉ còn 3."
    assert (lotus.problem.code, lotus.problem.blocking, lotus.unit_price) == ("PRICE_CHANGED", False, 90_000)
    assert "80.000\u00a0đ thành 90.000\u00a0đ" in str(lotus.problem.message)
    assert not view.can_place

    Variant.objects.filter(pk=market.mango.pk).update(on_hand=0)
    assert str(checkout_view(checkout_id).groups[0].lines[0].problem.message).endswith("đã hết hàng.")
    Variant.objects.filter(pk=market.mango.pk).update(is_active=False)
    assert checkout_view(checkout_id).groups[0].lines[0].problem.code == "UNAVAILABLE_VARIANT_IN_CHANNEL"


def test_withdrawn_delivery_choice_must_be_made_again(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    method = pickup_of(market.cooperative)
    choose_delivery(checkout_id=checkout_id, seller_id=market.cooperative.pk, method_id=method.pk)

    update_method(method_id=method.pk, actor=None, is_active=False)

    view = checkout_view(checkout_id)
    assert (view.groups[0].delivery, view.groups[0].shipping_total) == (None, 0)
    assert view.groups[0].problem.code == "DELIVERY_METHOD_NOT_APPLICABLE"
    assert not view.can_place


def test_consent_to_an_older_policy_is_not_enough(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])

    Checkout.objects.filter(pk=checkout_id).update(consent_policy="2020-01")

    assert codes(checkout_view(checkout_id)) == ["CONSENT_REQUIRED"]


def test_placed_checkout_cannot_be_placed_again(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    place(checkout_id)

    view = checkout_view(checkout_id)

    assert (view.is_placed, view.can_place) == (True, False)


@pytest.mark.parametrize("kinds", [1, 30])
def test_statement_count_does_not_depend_on_the_cart(market, kinds: int, django_assert_num_queries) -> None:
    more = [(make_variant(market.mango.product), 1) for _ in range(kinds)]
    checkout_id = ready_cart([*more, (market.lotus, 1)])

    with django_assert_num_queries(2):
        checkout_view(checkout_id)


@pytest.mark.parametrize("checkout_id", [uuid.uuid4(), "no-uuid"])
def test_unknown_checkout_raises_not_found(db, checkout_id) -> None:
    with pytest.raises(NotFound):
        checkout_view(checkout_id)
