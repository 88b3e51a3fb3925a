"""Who sees which sellers, in a fixed number of SQL statements."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from cooperatives.models import Seller
from cooperatives.queries import cooperatives_of, members_of, seller_cards, visible_to
from cooperatives.services.record_consent import record_consent
from cooperatives.services.verify_seller import verify_seller
from places.models import Unit


@pytest.fixture
def sellers(shop: Callable[..., Seller], household: Seller, cooperative: Seller, my_hiep: Unit, operator: User) -> None:
    """Verified: HTX mẫu Mỹ Thọ, Hộ đã đóng (closed). Unverified: Hộ mẫu 1, Hộ Mỹ Hiệp (another commune)."""
    closed = shop(name="Hộ đã đóng")
    for seller in (cooperative, closed):
        verify_seller(seller_id=seller.pk, actor=operator, verified=True)
    Seller.objects.filter(pk=closed.pk).update(is_active=False)
    shop(name="Hộ Mỹ Hiệp", unit=my_hiep)


def names(user: object) -> set[str]:
    return set(visible_to(user).values_list("name", flat=True))  # type: ignore[arg-type]


@pytest.mark.usefixtures("sellers", "member")
def test_visible_sellers_follow_the_role(
    person: Callable[..., User], farmer: User, manager: User, officer: User, official: User, operator: User,
    household: Seller, cooperative: Seller,
) -> None:  # fmt: skip
    public = {"HTX mẫu Mỹ Thọ"}
    assert [names(who) for who in (None, AnonymousUser(), person(), manager)] == [public] * 4
    assert names(farmer) == public | {"Hộ mẫu 1"}
    record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence="Phiếu số 1")
    assert names(manager) == public | {"Hộ mẫu 1"}
    assert names(officer) == public | {"Hộ mẫu 1", "Hộ đã đóng"}
    everyone = public | {"Hộ mẫu 1", "Hộ đã đóng", "Hộ Mỹ Hiệp"}
    assert (names(official), names(operator)) == (everyone, everyone)


@pytest.mark.usefixtures("sellers")
def test_cards_are_read_in_one_statement(household: Seller, django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        cards = seller_cards()
    assert [(card.name, card.kind_label, card.commune, card.province) for card in cards] == [
        ("HTX mẫu Mỹ Thọ", "Hợp tác xã", "Xã Mỹ Thọ", "Tỉnh Đồng Tháp")
    ]
    assert seller_cards(slug=household.slug) == []
    assert seller_cards(kind="household") == []


@pytest.mark.usefixtures("member")
def test_members_are_listed_with_consent(household: Seller, cooperative: Seller) -> None:
    assert [(row.household.name, row.agrees) for row in members_of(cooperative)] == [("Hộ mẫu 1", False)]
    record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence="Phiếu số 1")
    assert [(row.cooperative.name, row.agrees) for row in cooperatives_of(household)] == [("HTX mẫu Mỹ Thọ", True)]
    assert not members_of(household)
