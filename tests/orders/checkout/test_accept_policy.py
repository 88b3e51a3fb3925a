"""Acceptance of the policy: the version in force, with its time."""

from orders.checkout.policy import POLICY_VERSION
from orders.checkout.services.accept_policy import accept_policy
from orders.models import Checkout
from tests.orders.helpers import cart, refusal


def test_only_the_policy_version_in_force_is_accepted(market) -> None:
    checkout_id = cart([])

    assert refusal(accept_policy, checkout_id=checkout_id, version="2020-01").code == "POLICY_CHANGED"
    assert Checkout.objects.get(pk=checkout_id).consent_at is None
    accept_policy(checkout_id=checkout_id, version=POLICY_VERSION)
    assert Checkout.objects.get(pk=checkout_id).consent_policy == POLICY_VERSION
    assert Checkout.objects.get(pk=checkout_id).consent_at is not None
