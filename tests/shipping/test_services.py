"""Defaults, rates and notes of a seller's ways of delivery."""

from dataclasses import replace
from functools import partial

import pytest

from accounts.models import AuditEntry
from cooperatives.models import SellerMembership
from core.errors import DomainError, Forbidden, NotFound
from core.outbox import deliver_due, publish
from shipping import integrity
from shipping.models import Carrier, Rate, ShippingMethod
from shipping.rates import DEFAULT_RATES, RateInput
from shipping.services.ensure_default_methods import ensure_default_methods
from shipping.services.set_rates import set_rates
from shipping.services.update_method import update_method
from tests import factories
from tests.parallel import at_once

RATE = RateInput("commune", 10_000, 2_000, 1_000, 50_000, 0, 1)


@pytest.fixture
def own(units) -> ShippingMethod:
    return ensure_default_methods(factories.make_seller().pk)[0]


@pytest.mark.django_db
def test_default_methods_are_created_once_and_stay_deactivated(own):
    update_method(method_id=own.pk, actor=None, is_active=False)
    again = ensure_default_methods(own.seller_id)
    assert [(one.carrier, one.is_active) for one in again] == [("own", False), ("pickup", True)]
    assert Rate.objects.count() == len(DEFAULT_RATES)


@pytest.mark.django_db
def test_last_active_method_cannot_be_deactivated(own):
    pickup = own.seller.shipping_methods.get(carrier=Carrier.PICKUP)
    update_method(method_id=own.pk, actor=None, is_active=False)
    with pytest.raises(DomainError, match="cách giao hàng cuối cùng") as refused:
        update_method(method_id=pickup.pk, actor=None, is_active=False)
    assert refused.value.field == "is_active"
    pickup.refresh_from_db()
    assert pickup.is_active
    assert integrity.verified_sellers_can_send().problems == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.threads
def test_concurrent_deactivation_of_both_methods_leaves_one():
    own, pickup = ensure_default_methods(factories.make_seller().pk)
    answers = at_once([partial(update_method, method_id=one.pk, actor=None, is_active=False) for one in (own, pickup)])
    assert sorted(isinstance(answer, DomainError) for answer in answers) == [False, True]
    assert ShippingMethod.objects.filter(is_active=True).count() == 1


@pytest.mark.django_db
def test_registered_seller_gets_default_methods(units):
    seller = factories.make_seller()
    assert integrity.verified_sellers_can_send().problems == [f"seller {seller.pk} has no active way of delivery"]
    publish("seller.registered", {"seller_id": seller.pk})
    deliver_due()
    assert integrity.verified_sellers_can_send().problems == []
    assert integrity.methods_have_their_carrier().problems == []
    assert integrity.rates_make_sense().problems == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.threads
def test_default_methods_requested_concurrently_are_created_once():
    seller = factories.make_seller()
    at_once([partial(ensure_default_methods, seller.pk)] * 8)
    assert ShippingMethod.objects.count() == 2


@pytest.mark.django_db
def test_new_rates_replace_the_old_ones_and_are_audited(own):
    set_rates(method_id=own.pk, rates=[RATE], actor=None)
    set_rates(method_id=own.pk, rates=[RATE], actor=None)
    rate = own.rates.get()
    assert (rate.zone, rate.base_price, rate.max_weight_g) == ("commune", 10_000, 50_000)
    entry = AuditEntry.objects.get(action="shipping.set_rates")
    assert (len(entry.before["rates"]), len(entry.after["rates"])) == (3, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rates", "field"),
    [
        ([RATE, RATE], "zone"),
        ([replace(RATE, zone="moon")], "zone"),
        ([replace(RATE, base_price=-1)], "base_price"),
        ([replace(RATE, base_price=10**12)], "base_price"),
        ([replace(RATE, price_per_extra_kg=-1)], "price_per_extra_kg"),
        ([replace(RATE, max_weight_g=0)], "max_weight_g"),
        ([replace(RATE, base_weight_g=50_001)], "base_weight_g"),
        ([replace(RATE, min_days=3)], "max_days"),
        ([replace(RATE, max_days=61)], "max_days"),
    ],
)
def test_invalid_rates_are_refused_and_change_nothing(own, rates, field):
    with pytest.raises(DomainError) as refusal:
        set_rates(method_id=own.pk, rates=rates, actor=None)
    assert refusal.value.field == field
    assert Rate.objects.count() == 3


@pytest.mark.django_db
def test_pickup_cannot_have_rates(own):
    pickup = ShippingMethod.objects.get(carrier=Carrier.PICKUP)
    with pytest.raises(DomainError):
        set_rates(method_id=pickup.pk, rates=[RATE], actor=None)
    assert not pickup.rates.exists()


@pytest.mark.django_db
def test_note_of_a_pickup_method_is_normalized(own):
    pickup = ShippingMethod.objects.get(carrier=Carrier.PICKUP)
    update_method(method_id=pickup.pk, actor=None, note="Mở cửa  7–17 giờ, trừ chủ nhật")
    pickup.refresh_from_db()
    assert pickup.note == "Mở cửa 7–17 giờ, trừ chủ nhật"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": " "}, "name"), ({"note": "<script>"}, "note"), ({"name": "x" * 10_000_000}, "name")],
)
def test_invalid_name_or_note_is_refused_and_changes_nothing(own, changes, field):
    with pytest.raises(DomainError) as refusal:
        update_method(method_id=own.pk, actor=None, is_active=False, **changes)
    assert refusal.value.field == field
    own.refresh_from_db()
    assert own.is_active


@pytest.mark.django_db
def test_second_method_of_a_carrier_cannot_be_activated(own):
    update_method(method_id=own.pk, actor=None, is_active=False)
    ShippingMethod.objects.create(seller=own.seller, carrier=Carrier.OWN, name="Xe của hợp tác xã")
    with pytest.raises(DomainError) as refusal:
        update_method(method_id=own.pk, actor=None, is_active=True)
    assert refusal.value.field == "is_active"


@pytest.mark.django_db
def test_strangers_are_refused_and_staff_are_allowed(own):
    stranger = factories.make_user()
    with pytest.raises(Forbidden):
        set_rates(method_id=own.pk, rates=[RATE], actor=stranger)
    with pytest.raises(Forbidden):
        update_method(method_id=own.pk, actor=stranger, name="x")
    with pytest.raises(NotFound):
        update_method(method_id=10**9, actor=stranger, name="x")
    SellerMembership.objects.create(user=stranger, seller=own.seller, role="staff")
    set_rates(method_id=own.pk, rates=[RATE], actor=stranger)
    assert AuditEntry.objects.get(action="shipping.set_rates").actor == stranger
