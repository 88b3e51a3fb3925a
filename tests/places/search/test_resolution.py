"""Resolving typed words to one commune, for the pages and the API."""

import pytest

from places.models import Unit
from places.queries import has_become
from places.search.communes import province_code_of
from places.search.resolution import resolve_commune

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("TP. Hồ Chí Minh", "79"),
        ("TP.HCM", "79"),
        ("Ho Chi Minh City", "79"),
        ("Tỉnh Đồng Tháp", "82"),
        ("Tiền Giang", "82"),
        ("82", "82"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_province_is_resolved_by_current_and_former_names(words: str, code: str | None) -> None:
    assert province_code_of(words) == code


@pytest.mark.parametrize(
    ("typed", "province_code", "code"),
    [
        ("Phường 1, Mỹ Tho, Tiền Giang", "82", "28261"),
        ("Xã Mỹ Thọ", "82", "30076"),
        ("Xã Mỹ Thọ, Tiền Giang", None, "30076"),
        ("Xã Mỹ Thọ, Đồng Tháp", None, "30076"),
        ("Quận 8 phường 10", None, "27418"),
        ("my tho", "82", None),
        ("Mỹ Xươg, Cao Lãnh", None, None),
        ("Quận 8", None, None),
    ],
)
def test_only_a_fully_named_commune_is_resolved(typed: str, province_code: str | None, code: str | None) -> None:
    commune = resolve_commune(typed, province_code).commune
    assert (commune.code if commune else None) == code


def test_former_unit_is_followed_through_two_changes() -> None:
    gone = Unit.objects.get(code="28258", valid_to__lt="2025-01-01")
    assert has_become(gone.pk, Unit.objects.get(code="28261", valid_to=None).pk)
    assert not has_become(gone.pk, Unit.objects.get(code="30076", valid_to=None).pk)
