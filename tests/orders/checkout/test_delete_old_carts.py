"""Carts not placed within 30 days are deleted with their contact; placed and recent ones are kept."""

from datetime import timedelta
from uuid import UUID

from core import clock
from orders.checkout.services.delete_old_carts import delete_old_carts
from orders.checkout.services.set_address import set_address
from orders.models import Checkout, CheckoutLine, Order
from places.models import Address
from tests.market import Market
from tests.orders.helpers import place, ready_cart


def age(checkout_id: UUID, days: int) -> None:
    then = clock.now() - timedelta(days=days)
    Checkout.objects.filter(pk=checkout_id).update(updated_at=then)
    Address.objects.filter(name="Nguyễn Thị Hoa").update(created_at=then)


def test_old_cart_is_deleted_with_its_addresses(market: Market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    unit = Address.objects.get(name="Nguyễn Thị Hoa").unit
    set_address(checkout_id=checkout_id, name="Nguyễn Thị Hoa", phone="0912345678", street="13 Lê Lai", unit_id=unit.pk)
    age(checkout_id, days=31)
    sellers = Address.objects.exclude(name="Nguyễn Thị Hoa").count()

    assert delete_old_carts() == 1

    assert (Checkout.objects.count(), CheckoutLine.objects.count(), Address.objects.count()) == (0, 0, sellers)
    assert delete_old_carts() == 0


def test_cart_of_29_days_is_kept(market: Market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    age(checkout_id, days=29)
    assert (delete_old_carts(), Checkout.objects.get().buyer_name) == (0, "Nguyễn Thị Hoa")
    assert Address.objects.filter(name="Nguyễn Thị Hoa").count() == 1


def test_placed_checkout_is_kept_with_its_address(market: Market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    place(checkout_id)
    age(checkout_id, days=400)
    assert delete_old_carts() == 0
    assert Order.objects.values_list("shipping_address__name", flat=True).get() == "Nguyễn Thị Hoa"
