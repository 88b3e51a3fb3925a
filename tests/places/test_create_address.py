"""Addresses: stored as given, refused where the commune is not in force."""

import pytest

from core.errors import DomainError
from places.models import Address
from places.services.create_address import create_address

pytestmark = pytest.mark.django_db


def test_address_is_saved_with_current_and_former_unit(units: dict) -> None:
    address = create_address(
        name=" Nguyễn  Văn A ",
        phone="0912345678",
        street="ấp Mỹ Thới",
        unit_id=units["30076"].pk,
        old_unit_id=units["30121"].pk,
    )
    address.refresh_from_db()
    assert (address.name, address.phone, address.street) == ("Nguyễn Văn A", "0912345678", "ấp Mỹ Thới")
    assert (address.unit, address.old_unit) == (units["30076"], units["30121"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "a" * 121}, "name"),
        ({"street": "a" * 201}, "street"),
        ({"unit": "82"}, "unit_id"),  # a province is no commune
        ({"unit": "30121"}, "unit_id"),  # abolished
        ({"unit": None}, "unit_id"),
        ({"unit": "28261", "old_unit": "30121"}, "old_unit_id"),  # Mỹ Xương never became Phường Mỹ Tho
    ],
)
def test_invalid_address_is_refused(units: dict, changes: dict, field: str) -> None:
    unit = units.get(changes.pop("unit", "30076"))
    old_unit = units.get(changes.pop("old_unit", ""))
    values = {"name": "A", "phone": "", "street": "", "unit_id": unit.pk if unit else 0} | changes
    with pytest.raises(DomainError) as refusal:
        create_address(**values, old_unit_id=old_unit.pk if old_unit else None)
    assert refusal.value.field == field
    assert not Address.objects.exists()
