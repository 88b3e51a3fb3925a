"""A small market: two sellers with people of their own, goods, and ways of delivery."""

from dataclasses import dataclass

import pytest

from accounts.models import User
from catalog.models import Variant
from cooperatives.models import Seller
from orders.models import Order
from shipping.services.ensure_default_methods import ensure_default_methods
from tests.factories import make_product, make_seller, make_user
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


def make_market() -> Market:
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


@pytest.fixture
def market(db: None) -> Market:
    return make_market()


@pytest.fixture
def paid(market, run_events) -> Order:
    """The cooperative's order of two cartons of mangoes, paid by VNPay."""
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    return order


@pytest.fixture
def cash(market) -> Order:
    """The cooperative's order of two cartons of mangoes, to be paid in cash."""
    return place(ready_cart([(market.mango, 2)], method="cash")).orders[0]
