"""A small market: two sellers with people of their own, goods, and ways of delivery."""

from dataclasses import dataclass

import pytest

from accounts.models import User
from catalog.models import Variant
from cooperatives.models import Seller
from shipping.services.ensure_default_methods import ensure_default_methods
from tests.factories import make_product, make_seller, make_user


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
