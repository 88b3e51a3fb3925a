"""Updating a shipping method: name, note, and active, of which one must remain."""

from functools import partial

import pytest

from core.errors import DomainError, Forbidden, NotFound
from shipping import integrity
from shipping.models import Carrier, ShippingMethod
from shipping.services.ensure_default_methods import ensure_default_methods
from shipping.services.update_method import update_method
from tests import factories
from tests.parallel import at_once


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
def test_strangers_cannot_update_a_method(own):
    stranger = factories.make_user()
    with pytest.raises(Forbidden):
        update_method(method_id=own.pk, actor=stranger, name="x")
    with pytest.raises(NotFound):
        update_method(method_id=10**9, actor=stranger, name="x")
