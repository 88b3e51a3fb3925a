"""Storing a filled-in checkout: each valid part, or all of it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from orders.checkout.policy import POLICY_VERSION
from orders.checkout.queries.checkout_view import find_checkout, view_checkout
from orders.checkout.services.fill_checkout import Filled, fill_checkout
from orders.models import Checkout, CheckoutDelivery
from places.models import Unit
from tests.market import Market
from tests.orders.helpers import BUYER, cart, pickup_of, place, ready_cart, refusal


def filled(market: Market) -> Filled:
    unit = Unit.objects.get(code="30076", valid_to=None)
    address: Mapping[str, object] = {"name": "Lê Thị Lan", "phone": "0987654321", "street": "12 Lê Lai"}
    return Filled(
        contact=BUYER,
        address={**address, "unit_id": unit.pk, "old_unit_id": None},
        deliveries={market.cooperative.pk: pickup_of(market.cooperative).pk},
        payment_method="vnpay",
        policy=POLICY_VERSION,
    )


def groups_of(checkout: Checkout) -> object:
    return view_checkout(find_checkout(checkout.pk)).seller_groups


@pytest.fixture
def checkout(market: Market) -> Checkout:
    return Checkout.objects.get(pk=cart([(market.mango, 1)]))


def test_all_parts_are_stored_in_one_transaction(
    market: Market, checkout: Checkout, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    groups, parts = groups_of(checkout), filled(market)
    with django_assert_num_queries(5):  # savepoint ×2, lock, commune; address, deliveries and checkout together
        outcome = fill_checkout(checkout_id=checkout.pk, filled=parts, groups=groups)
    assert (outcome.details, outcome.options.every()) == ([], [])
    stored = Checkout.objects.select_related("shipping_address").get()
    assert (stored.buyer_name, stored.phone) == ("Nguyễn Thị Hoa", "0912345678")
    assert stored.shipping_address
    assert (stored.shipping_address.name, stored.shipping_address.phone) == ("Lê Thị Lan", "0987654321")
    assert (stored.payment_method, stored.consent_policy, bool(stored.consent_at)) == ("vnpay", POLICY_VERSION, True)
    assert CheckoutDelivery.objects.get().method_id == pickup_of(market.cooperative).pk


def test_a_refused_part_does_not_keep_the_others_from_being_stored(market: Market, checkout: Checkout) -> None:
    parts = replace(filled(market), policy="of last year", payment_method="cheque")
    parts = replace(parts, address={**(parts.address or {}), "unit_id": 0})
    outcome = fill_checkout(checkout_id=checkout.pk, filled=parts, groups=groups_of(checkout))
    assert [(refused.code, refused.field) for refused in outcome.details] == [
        ("INVALID", "unit_id"),
        ("POLICY_CHANGED", "consent"),
    ]
    assert [refused.code for refused in outcome.options.every()] == ["PAYMENT_METHOD_NOT_SET"]
    stored = Checkout.objects.get()
    assert (stored.buyer_name, stored.shipping_address_id) == ("Nguyễn Thị Hoa", None)
    assert (stored.payment_method, stored.consent_policy) == ("", "")
    assert CheckoutDelivery.objects.count() == 1


def test_a_placed_checkout_is_not_changed(market: Market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    place(checkout_id)
    before = Checkout.objects.values().get()
    refused = refusal(fill_checkout, checkout_id=checkout_id, filled=filled(market), groups=[])
    assert refused.code == "CHECKOUT_PLACED"
    assert Checkout.objects.values().get() == before
