"""Stored quotes: requested once, reused for the same parcels, invalid after midnight or a change of rates."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from core import clock
from shipping.carriers import ADAPTERS, Parcel
from shipping.models import Carrier, ShippingMethod, ShippingQuote
from shipping.quotes.queries import stored_quotes
from shipping.quotes.services.delete_old_quotes import delete_old_quotes
from shipping.quotes.services.quote_parcels import UnquotedParcelsError, quote_parcels, run_with_quotes
from shipping.rates import RateInput
from shipping.services.ensure_default_methods import ensure_default_methods
from shipping.services.set_rates import set_rates
from shipping.services.update_method import update_method
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 30, 12, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def seller(units):
    seller = factories.make_seller(unit=units["30076"])
    ensure_default_methods(seller.pk)
    return seller


@pytest.fixture
def own(seller) -> ShippingMethod:
    return ShippingMethod.objects.get(seller=seller, carrier=Carrier.OWN)


def quoted(seller, unit_id, weight_g=7_300):
    return quote_parcels(parcels=[Parcel(seller.pk, weight_g, 2)], unit_id=unit_id)[seller.pk]


def test_quotes_are_stored_as_they_are_shown(seller, units):
    shown, pickup = quoted(seller, units["26740"].pk)
    row = ShippingQuote.objects.get(pk=shown.quote_id)
    assert (row.seller, row.unit, row.weight_g, row.days_to_ship) == (seller, units["26740"], 7_300, 2)
    assert (row.price, row.arrives_from, row.arrives_to) == (71_000, date(2027, 1, 3), date(2027, 1, 5))
    assert (shown.price, shown.arrives_from, shown.arrives_to) == (71_000, date(2027, 1, 3), date(2027, 1, 5))
    assert row.valid_until == datetime(2026, 12, 31, tzinfo=clock.VIETNAM)
    assert (pickup.carrier, pickup.price) == ("pickup", 0)


def test_equal_parcels_share_a_quote_in_one_statement(seller, units, django_assert_num_queries):
    first = quoted(seller, units["26740"].pk)
    with django_assert_num_queries(1):
        assert quoted(seller, units["26740"].pk) == first
    assert ShippingQuote.objects.count() == 2


@pytest.mark.parametrize("other", [{"weight_g": 7_301}, {"code": "30076"}, {"code": None}])
def test_other_parcel_has_other_quotes(seller, units, other):
    first = {quote.quote_id for quote in quoted(seller, units["26740"].pk)}
    code = other.get("code", "26740")
    second = {
        quote.quote_id for quote in quoted(seller, units[code].pk if code else None, other.get("weight_g", 7_300))
    }
    assert second
    assert not first & second


@pytest.mark.parametrize("unit_id", [None, 10**9])
def test_unknown_commune_is_quoted_for_pickup_only(seller, unit_id):
    (pickup,) = quoted(seller, unit_id)
    assert (pickup.carrier, ShippingQuote.objects.get(pk=pickup.quote_id).unit) == ("pickup", None)


def test_quotes_end_with_the_day_in_vietnam(seller, units, noon):
    first = quoted(seller, units["26740"].pk)
    noon.move_to(datetime(2026, 12, 30, 23, 59, 59, tzinfo=clock.VIETNAM))
    assert quoted(seller, units["26740"].pk) == first
    noon.move_to(datetime(2026, 12, 31, tzinfo=clock.VIETNAM))
    second = quoted(seller, units["26740"].pk)
    assert second[0].quote_id != first[0].quote_id
    assert second[0].arrives_from == first[0].arrives_from + timedelta(days=1)


def test_new_rates_end_the_quotes_of_the_seller_only(seller, own, units):
    other = factories.make_seller(unit=units["30076"])
    ensure_default_methods(other.pk)
    first, unchanged = quoted(seller, units["30076"].pk), quoted(other, units["30076"].pk)
    set_rates(method_id=own.pk, rates=[RateInput("country", 90_000, 50_000)], actor=None)
    second = quoted(seller, units["30076"].pk)
    assert (first[0].price, second[0].price) == (18_000, 90_000)
    assert quoted(other, units["30076"].pk) == unchanged


def test_deactivated_method_is_no_longer_quoted(seller, own, units):
    assert [quote.carrier for quote in quoted(seller, units["30076"].pk)] == ["own", "pickup"]
    update_method(method_id=own.pk, actor=None, is_active=False)
    assert [quote.carrier for quote in quoted(seller, units["30076"].pk)] == ["pickup"]


def test_renamed_method_keeps_its_quote(seller, own, units):
    first = quoted(seller, units["30076"].pk)
    update_method(method_id=own.pk, actor=None, name="Xe máy của vườn")
    second = quoted(seller, units["30076"].pk)
    assert (second[0].quote_id, second[0].name) == (first[0].quote_id, "Xe máy của vườn")


def test_heaviest_cart_is_quoted(seller, units):
    (pickup,) = quoted(seller, units["30076"].pk, weight_g=50 * 999 * 1_000_000)
    assert pickup.carrier == "pickup"


def test_seller_without_methods_has_no_quotes(units):
    assert quoted(factories.make_seller(), units["30076"].pk) == []
    assert not ShippingQuote.objects.exists()


def test_no_parcels_need_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert quote_parcels(parcels=[], unit_id=1) == {}


class Remote:
    """A network carrier that records whether it is called inside a transaction."""

    code = "own"
    is_remote = True

    def __init__(self) -> None:
        self.inside: list[bool] = []

    def offer(self, parcel, zone, terms):
        self.inside.append(transaction.get_connection().in_atomic_block)


@pytest.mark.django_db(transaction=True)
def test_carriers_are_called_outside_the_transaction(monkeypatch):
    seller = factories.make_seller()
    ensure_default_methods(seller.pk)
    carrier = Remote()
    monkeypatch.setitem(ADAPTERS, "own", carrier)
    parcels = [Parcel(seller.pk, 1_000)]
    runs = []

    def act(quote):
        with transaction.atomic():
            runs.append(len(quote(parcels=parcels, unit_id=None)[seller.pk]))
            return runs[-1]

    assert run_with_quotes(act) == 1
    assert (runs, carrier.inside) == ([1], [False])
    assert run_with_quotes(act) == 1
    assert carrier.inside == [False]


@pytest.mark.django_db(transaction=True)
def test_remote_carrier_inside_a_transaction_is_refused(monkeypatch):
    seller = factories.make_seller()
    ensure_default_methods(seller.pk)
    carrier = Remote()
    monkeypatch.setitem(ADAPTERS, "own", carrier)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        quote_parcels(parcels=[Parcel(seller.pk, 1_000)], unit_id=None)
    assert carrier.inside == []
    assert not ShippingQuote.objects.exists()


def test_parcel_without_any_method_is_requested_once(units):
    seller = factories.make_seller()
    sources = []

    def act(quote):
        sources.append(quote)
        return quote(parcels=[Parcel(seller.pk, 1)], unit_id=None)

    assert run_with_quotes(act) == {seller.pk: []}
    assert (len(sources), sources[1]) == (2, stored_quotes)
    with pytest.raises(UnquotedParcelsError):
        sources[0](parcels=[Parcel(seller.pk, 1)], unit_id=None)


def test_old_quotes_are_deleted_after_thirty_days(seller, units, noon):
    quoted(seller, units["30076"].pk)
    noon.move_to(datetime(2027, 1, 30, tzinfo=clock.VIETNAM))
    assert delete_old_quotes() == 0
    noon.shift(timedelta(seconds=1))
    quoted(seller, units["30076"].pk)
    assert delete_old_quotes() == 2
    assert ShippingQuote.objects.count() == 2
