"""Whose figures a person may read: denied unless granted."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core.errors import Forbidden
from indicators.areas import area_of
from indicators.figures.queries import visible_to
from indicators.models import Fact
from tests.factories import make_officer, make_seller, make_user

pytestmark = pytest.mark.django_db


def test_default_area_follows_the_role(units) -> None:
    assert area_of(make_officer("commune", units["30076"])).name == "Xã Mỹ Thọ"
    assert area_of(make_officer("province", units["82"])).name == "Tỉnh Đồng Tháp"
    assert area_of(make_officer("operator")).unit_id is None


def test_commune_officer_is_refused_neighbours_and_province(units) -> None:
    officer = make_officer("commune", units["30076"])

    assert area_of(officer, "30076").within == "Tỉnh Đồng Tháp"
    for code in ("30112", "82", "79", "30121"):
        with pytest.raises(Forbidden):
            area_of(officer, code)


def test_province_official_is_refused_other_provinces(units) -> None:
    official = make_officer("province", units["82"])

    assert area_of(official, "30112").is_commune
    with pytest.raises(Forbidden):
        area_of(official, "26740")


@pytest.mark.parametrize("person", [AnonymousUser, make_user])
def test_other_users_are_refused(units, person) -> None:
    with pytest.raises(Forbidden):
        area_of(person())
    with pytest.raises(Forbidden):
        area_of(person(), "82")


def test_visible_facts_follow_the_area(units, sell) -> None:
    sell(make_seller(unit=units["30076"]))
    sell(make_seller(unit=units["30112"]))
    sell(make_seller(unit=units["26740"]))

    def seen(person) -> set[str]:
        return set(visible_to(person).values_list("unit__code", flat=True))

    assert seen(make_officer("commune", units["30112"])) == {"30112"}
    assert seen(make_officer("province", units["82"])) == {"30076", "30112"}
    assert seen(make_officer("operator")) == {"30076", "30112", "26740"}
    assert seen(make_user()) == set()
    assert Fact.objects.count() == 3
