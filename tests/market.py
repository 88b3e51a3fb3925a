"""A small market: two sellers with people of their own, goods, and ways of delivery; it stands ready in a template."""

from dataclasses import dataclass

from accounts.models import User
from catalog.models import Product, Variant
from catalog.products import denormalized
from cooperatives.models import Seller
from orders.models import Order
from shipping.services.ensure_default_methods import ensure_default_methods
from tests.events import deliver_all
from tests.factories import make_category, make_product, make_seller, make_user
from tests.orders.helpers import ipn, place, ready_cart, start


@dataclass(frozen=True)
class Market:
    """A cooperative that takes cash and a household that does not."""

    manager: User
    cooperative: Seller
    mango: Variant  # 120.000 đ, 10 on the shelf, the cooperative's
    household_owner: User
    household: Seller
    lotus: Variant  # 80.000 đ, 5 on the shelf, the household's


def make() -> Market:
    manager, owner = make_user(full_name="Trần Văn Quản"), make_user(full_name="Lê Thị Sen")
    cooperative = make_seller(manager=manager, name="HTX mẫu Mỹ Thọ", cash_at_pickup=True)
    household = make_seller(manager=owner, name="Hộ mẫu Sen", kind="household")
    for seller in (cooperative, household):
        ensure_default_methods(seller.pk)
    return Market(
        manager=manager,
        cooperative=cooperative,
        mango=make_product(seller=cooperative, name="Xoài cát Chu", price=120_000, stock=10),
        household_owner=owner,
        household=household,
        lotus=make_product(seller=household, name="Hạt sen sấy", price=80_000, stock=5),
    )


def find() -> Market:
    """The market that stands in this database."""
    cooperative, household = Seller.objects.select_related("address", "unit").order_by("pk")
    return Market(
        manager=User.objects.get(full_name="Trần Văn Quản"),
        cooperative=cooperative,
        mango=Variant.objects.select_related("product__seller").get(product__seller=cooperative),
        household_owner=User.objects.get(full_name="Lê Thị Sen"),
        household=household,
        lotus=Variant.objects.select_related("product__seller").get(product__seller=household),
    )


def sell() -> Order:
    """The cooperative's order of two cartons of mangoes, paid by VNPay."""
    checkout_id = ready_cart([(find().mango, 2)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    deliver_all()
    return order


def add_products() -> None:
    """Thirty more products of the household, of one category."""
    household, fruit = find().household, make_category(slug="trai-cay", name="Trái cây tươi")
    for number in range(30):
        make_product(seller=household, category=fruit, name=f"Xoài cát chu {number}")
    denormalized.refresh(Product.objects.all())
