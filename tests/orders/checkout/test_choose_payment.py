"""Choosing the payment method: cash where every seller accepts it and the buyer picks everything up."""

from orders.checkout.services.choose_delivery import choose_delivery
from orders.checkout.services.choose_payment import choose_payment
from orders.checkout.services.set_address import set_address
from orders.checkout.services.set_quantity import set_quantity
from orders.models import Checkout
from places.models import Unit
from tests.orders.helpers import cart, pickup_of, refusal


def test_cash_needs_every_seller_to_accept_it_and_pickup(market) -> None:
    checkout_id = cart([(market.mango, 1), (market.lotus, 1)])
    pick_up = pickup_of(market.cooperative)

    error = refusal(choose_payment, checkout_id=checkout_id, method="cash")
    assert (error.code, str(error.message)) == ("PAYMENT_METHOD_NOT_APPLICABLE", "Hộ mẫu Sen chưa nhận tiền mặt.")

    set_quantity(checkout_id=checkout_id, variant_id=market.lotus.pk, quantity=0)
    unit = Unit.objects.get(code="30076")
    set_address(checkout_id=checkout_id, name="Hoa", phone="0912345678", street="12 Lê Lai", unit_id=unit.pk)
    error = refusal(choose_payment, checkout_id=checkout_id, method="cash")
    assert "đến nhận hàng tại nơi bán" in str(error.message)

    choose_delivery(checkout_id=checkout_id, seller_id=market.cooperative.pk, method_id=pick_up.pk)
    choose_payment(checkout_id=checkout_id, method="cash")
    assert Checkout.objects.get(pk=checkout_id).payment_method == "cash"


def test_unknown_payment_method_is_refused(market) -> None:
    assert refusal(choose_payment, checkout_id=cart([]), method="bitcoin").code == "PAYMENT_METHOD_NOT_SET"
