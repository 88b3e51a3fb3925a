"""Attempts are counted by network, browser or person, phone, and overall; a refusal stores only the attempt."""

from typing import Any

import pytest

from core.models import Throttle
from orders.checkout.limits import Client, consume_cart_change, consume_placing
from orders.models import Checkout, Order
from tests.factories import make_user
from tests.market import Market
from tests.orders.helpers import PHONE, place, ready_cart, refusal, stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def limits(settings) -> dict[str, int]:
    """The limits, which a test may lower."""
    settings.ORDER_LIMITS = dict(settings.ORDER_LIMITS)
    return settings.ORDER_LIMITS


A, SAME_64 = Client(ip="2001:db8:1:2::1"), Client(ip="2001:db8:1:2:ffff::9")


@pytest.mark.parametrize(
    ("setting", "first", "same", "other"),
    [
        ("per_network", A, SAME_64, Client(ip="2001:db8:1:3::1")),
        ("per_network", Client(ip="203.0.113.1"), Client(ip="::ffff:203.0.113.1"), Client(ip="203.0.113.2")),
        ("per_browser", Client("203.0.113.1", browser="a"), Client("203.0.113.2", browser="a"), Client("203.0.113.1")),
        ("per_browser", Client("203.0.113.1", 7), Client("203.0.113.2", 7, "b"), Client("203.0.113.1", 8, "b")),
        ("in_all", Client(ip="203.0.113.1"), Client(ip="203.0.113.2"), None),
    ],
)
@pytest.mark.parametrize("what", ["cart_changes", "placings"])
def test_requests_are_counted_per_network_and_browser(
    limits: dict[str, int], what: str, setting: str, first: Client, same: Client, other: Client | None
) -> None:
    def consume(client: Client) -> None:
        if what == "placings":
            consume_placing(client, PHONE, proven=True)
        else:
            consume_cart_change(client)

    limits[f"{what}_{setting}"] = 1
    consume(first)
    assert refusal(consume, client=same).code == "TOO_MANY_REQUESTS"
    if other:
        consume(other)


def test_unproven_phone_is_counted_across_networks(limits: dict[str, int]) -> None:
    for number in range(5):
        consume_placing(Client(ip=f"203.0.113.{number}"), PHONE, proven=False)
    elsewhere: dict[str, Any] = {"client": Client(ip="198.51.100.1"), "phone": PHONE}
    assert refusal(consume_placing, **elsewhere, proven=False).code == "TOO_MANY_REQUESTS"
    consume_placing(**elsewhere, proven=True)


def test_default_limits_have_their_documented_values(limits: dict[str, int]) -> None:
    assert limits == {
        "placings_per_network": 300,
        "placings_per_browser": 30,
        "placings_per_phone": 5,
        "placings_in_all": 6_000,
        "cart_changes_per_network": 6_000,
        "cart_changes_per_browser": 600,
        "cart_changes_in_all": 120_000,
        "unproven_orders_per_phone": 2,
        "unproven_stock_percent": 50,
        "unproven_hours": 24,
    }


def test_limit_of_zero_is_off(limits: dict[str, int]) -> None:
    limits["cart_changes_per_network"] = 0
    for _try in range(3):
        consume_cart_change(A)
    assert not Throttle.objects.filter(key__startswith="cart:network").exists()


def test_throttle_keys_hold_no_personal_data() -> None:
    consume_placing(Client(ip="203.0.113.77", browser="secret-of-the-browser"), PHONE, proven=False)
    keys = " ".join(Throttle.objects.values_list("key", flat=True))
    assert Throttle.objects.count() == 4
    assert not any(word in keys for word in (PHONE, "203.0.113.77", "secret"))


def test_placing_above_the_limit_writes_nothing(market: Market, limits: dict[str, int]) -> None:
    limits["placings_per_network"] = 1
    client = Client(ip="203.0.113.1")
    place(ready_cart([(market.mango, 1)]), client=client)
    late = ready_cart([(market.mango, 1)])

    error = refusal(place, checkout_id=late, client=client)

    assert (error.code, "Mạng bạn đang dùng" in str(error.message)) == ("TOO_MANY_REQUESTS", True)
    assert (Order.objects.count(), stock(market.mango)) == (1, (10, 1))
    assert Checkout.objects.get(pk=late).placed_at is None


def test_repeated_placing_is_not_counted(market: Market, limits: dict[str, int]) -> None:
    limits["placings_per_network"] = limits["placings_per_phone"] = 1
    client = Client(ip="203.0.113.1")
    checkout_id = ready_cart([(market.mango, 1)])
    first = place(checkout_id, client=client)
    assert place(checkout_id, client=client).orders == first.orders


def test_phone_is_counted_only_for_placed_orders(market: Market, limits: dict[str, int]) -> None:
    limits["placings_per_phone"] = 1
    checkout_id = ready_cart([(market.mango, 1)])
    assert refusal(place, checkout_id=checkout_id, expected_total=1, client=A).code == "PRICE_CHANGED"
    place(checkout_id, client=A)
    assert refusal(place, checkout_id=ready_cart([(market.mango, 1)]), client=A).code == "TOO_MANY_REQUESTS"
    place(ready_cart([(market.mango, 1)], user=make_user()), client=A)  # signed in: not identified by phone only
