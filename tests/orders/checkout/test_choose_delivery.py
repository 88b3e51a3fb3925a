"""Choosing the delivery of each seller's goods."""

from orders.checkout.services.choose_delivery import choose_delivery
from orders.models import CheckoutDelivery
from tests.orders.helpers import cart, pickup_of, refusal


def test_method_of_another_seller_is_refused(market) -> None:
    checkout_id = cart([(market.mango, 1)])
    pickup, other = pickup_of(market.cooperative), pickup_of(market.household)

    choose_delivery(checkout_id=checkout_id, seller_id=market.cooperative.pk, method_id=pickup.pk)
    wrong = refusal(choose_delivery, checkout_id=checkout_id, seller_id=market.cooperative.pk, method_id=other.pk)
    absent = refusal(choose_delivery, checkout_id=checkout_id, seller_id=market.household.pk, method_id=other.pk)

    assert (wrong.code, absent.code) == ("DELIVERY_METHOD_NOT_APPLICABLE", "NOT_FOUND")
    assert CheckoutDelivery.objects.get().method == pickup
