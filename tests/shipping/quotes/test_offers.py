"""Quotes: exact amounts and days by zone and weight; the default first; two SQL statements for any cart."""

from datetime import date

import pytest

from shipping.carriers import ADAPTERS, Parcel
from shipping.carriers.base import Terms
from shipping.carriers.own import price
from shipping.models import Carrier, Rate, ShippingMethod
from shipping.quotes.offers import ask_carriers
from shipping.quotes.queries import Quote
from shipping.rates import RateInput
from shipping.services.ensure_default_methods import ensure_default_methods
from shipping.services.set_rates import set_rates
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 30)


@pytest.fixture
def seller(units):
    seller = factories.make_seller(unit=units["30076"])
    ensure_default_methods(seller.pk)
    return seller


def prices(seller, unit_id, weight_g=1_000) -> list[tuple[str, int]]:
    quotes = ask_carriers(parcels=[Parcel(seller.pk, weight_g)], unit_id=unit_id, at=DAY)
    return [(one.carrier, one.price) for one in quotes[seller.pk]]


@pytest.mark.parametrize(
    ("weight_g", "expected"),
    [
        (0, 25_000),
        (1, 25_000),
        (5_000, 25_000),
        (5_001, 28_000),
        (6_000, 28_000),
        (6_001, 31_000),
        (50_000, 160_000),
    ],
)
def test_every_started_kilogram_above_the_base_is_charged(weight_g, expected):
    assert price(weight_g, Terms(25_000, 5_000, 3_000, 50_000, 1, 2)) == expected


@pytest.mark.parametrize(("code", "own"), [("30076", 15_000), ("30112", 25_000), ("28261", 25_000), ("26740", 35_000)])
def test_narrowest_matching_zone_sets_the_price(seller, units, code, own):
    assert prices(seller, units[code].pk) == [("own", own), ("pickup", 0)]


def test_quote_has_price_and_arrival_dates(seller, units):
    own, pickup = ask_carriers(parcels=[Parcel(seller.pk, 7_300, days_to_ship=2)], unit_id=units["26740"].pk, at=DAY)[
        seller.pk
    ]
    assert own == Quote(
        method_id=ShippingMethod.objects.get(carrier=Carrier.OWN).pk,
        carrier="own",
        name="Người bán giao tận nơi",
        note="",
        price=35_000 + 6 * 6_000,
        arrives_from=date(2027, 1, 3),
        arrives_to=date(2027, 1, 5),
    )
    assert (pickup.price, pickup.arrives_from, pickup.arrives_to) == (0, date(2027, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize("unit_id", [None, 10**9])
def test_without_a_commune_only_pickup_is_offered(seller, unit_id):
    assert prices(seller, unit_id) == [("pickup", 0)]


def test_province_is_not_accepted_as_a_commune(seller, units):
    assert prices(seller, units["82"].pk) == [("pickup", 0)]


def test_parcel_too_heavy_for_delivery_is_offered_for_pickup(seller, units):
    assert prices(seller, units["26740"].pk, 30_000) == [("own", 35_000 + 28 * 6_000), ("pickup", 0)]
    assert prices(seller, units["26740"].pk, 30_001) == [("pickup", 0)]


def test_wider_zone_is_used_where_the_narrow_one_has_no_rate(seller, units):
    own = ShippingMethod.objects.get(carrier=Carrier.OWN)
    set_rates(method_id=own.pk, rates=[RateInput("province", 18_000)], actor=None)
    assert prices(seller, units["30076"].pk) == [("own", 18_000), ("pickup", 0)]
    assert prices(seller, units["26740"].pk) == [("pickup", 0)]


def test_inactive_method_is_not_offered(seller, units):
    ShippingMethod.objects.update(is_active=False)
    assert prices(seller, units["30076"].pk) == []


def test_many_sellers_are_quoted_by_one_statement(seller, units, django_assert_num_queries):
    others = [factories.make_seller(unit=units["30112"]) for _ in range(4)]
    for other in others:
        ensure_default_methods(other.pk)
    parcels = [Parcel(one.pk, 1_000) for one in [seller, *others]]
    with django_assert_num_queries(1):
        quotes = ask_carriers(parcels=parcels, unit_id=units["30076"].pk)
    assert [quotes[one.pk][0].price for one in [seller, *others]] == [15_000, 25_000, 25_000, 25_000, 25_000]


def test_empty_cart_needs_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ask_carriers(parcels=[], unit_id=1) == {}


def test_seller_without_methods_has_no_offers(units):
    seller = factories.make_seller()
    assert ask_carriers(parcels=[Parcel(seller.pk, 1)], unit_id=units["30076"].pk) == {seller.pk: []}


def test_every_carrier_has_its_adapter():
    assert set(ADAPTERS) == set(Carrier.values)
    assert all(code == adapter.code for code, adapter in ADAPTERS.items())
    assert Rate._meta.get_field("zone").choices == [
        ("commune", "Trong xã"),
        ("province", "Trong tỉnh"),
        ("country", "Cả nước"),
    ]
