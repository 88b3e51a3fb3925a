"""Setting the delivery address."""

from orders.checkout.services.set_address import set_address
from orders.models import Checkout
from places.models import Address, Unit
from tests.orders.helpers import cart, refusal


def test_receiver_becomes_the_buyer_by_default(market) -> None:
    checkout_id = cart([])
    unit = Unit.objects.get(code="30076")

    set_address(checkout_id=checkout_id, name="Hoa", phone="0912345678", street=" 12  Lê Lai ", unit_id=unit.pk)
    set_address(checkout_id=checkout_id, name="Mai", phone="0987654321", street="5 Lê Lợi", unit_id=unit.pk)

    checkout = Checkout.objects.select_related("shipping_address").get(pk=checkout_id)
    assert (checkout.buyer_name, checkout.phone) == ("Hoa", "0912345678")
    assert (checkout.shipping_address.name, checkout.shipping_address.street) == ("Mai", "5 Lê Lợi")


def test_address_without_street_or_commune_is_refused(market) -> None:
    checkout_id = cart([])
    before = Address.objects.count()
    unit = Unit.objects.get(code="30076")
    arguments = {"checkout_id": checkout_id, "name": "Hoa", "phone": "0912345678"}

    assert refusal(set_address, **arguments, street=" ", unit_id=unit.pk).field == "street"
    assert refusal(set_address, **arguments, street="12", unit_id=10**12).field is not None
    assert Address.objects.count() == before
