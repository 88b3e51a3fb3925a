"""Default methods of a seller: created once, for every registered seller."""

from functools import partial

import pytest

from core.outbox import deliver_due, publish
from shipping import integrity
from shipping.models import Rate, ShippingMethod
from shipping.rates import DEFAULT_RATES
from shipping.services.ensure_default_methods import ensure_default_methods
from shipping.services.update_method import update_method
from tests import factories
from tests.parallel import at_once


@pytest.mark.django_db
def test_default_methods_are_created_once_and_stay_deactivated(own):
    update_method(method_id=own.pk, actor=None, is_active=False)
    again = ensure_default_methods(own.seller_id)
    assert [(one.carrier, one.is_active) for one in again] == [("own", False), ("pickup", True)]
    assert Rate.objects.count() == len(DEFAULT_RATES)


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
