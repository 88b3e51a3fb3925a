"""Setting rates: replaced as a whole, audited, refused where invalid."""

from dataclasses import replace

import pytest

from accounts.models import AuditEntry
from cooperatives.models import SellerMembership
from core.errors import DomainError, Forbidden
from shipping.models import Carrier, Rate, ShippingMethod
from shipping.rates import RateInput
from shipping.services.set_rates import set_rates
from tests import factories

RATE = RateInput("commune", 10_000, 2_000, 1_000, 50_000, 0, 1)


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
def test_strangers_cannot_set_rates_and_staff_can(own):
    stranger = factories.make_user()
    with pytest.raises(Forbidden):
        set_rates(method_id=own.pk, rates=[RATE], actor=stranger)
    SellerMembership.objects.create(user=stranger, seller=own.seller, role="staff")
    set_rates(method_id=own.pk, rates=[RATE], actor=stranger)
    assert AuditEntry.objects.get(action="shipping.set_rates").actor == stranger
