"""Create an address in a current commune."""

from typing import Any

from django.utils.translation import gettext as _

from core import rows
from core.cleaning import clean_line
from core.errors import DomainError
from places.models import Address, Level, Unit
from places.queries import has_become, valid_on

_LONGEST = {"name": 120, "phone": 20, "street": 200}


def create_address(*, name: str, phone: str, street: str, unit_id: int, old_unit_id: int | None = None) -> Address:
    """A stored address; see `new_address`."""
    return rows.insert(new_address(name=name, phone=phone, street=street, unit_id=unit_id, old_unit_id=old_unit_id))


def new_address(
    *, name: str, phone: str, street: str, unit_id: int, old_unit_id: int | None = None, commune: Unit | None = None
) -> Address:
    """An address, not stored yet; addresses are never changed, so that an order keeps the one it was placed with.

    Callers normalize `phone`. `old_unit_id` is the commune of before 1/7/2025 that was named. `commune` is the unit
    where the caller has just read it as one of today's.
    Raises DomainError where the name is missing or too long, the commune is not one of today, or never came of the old.
    """
    values = {"name": clean_line(name), "phone": clean_line(phone), "street": clean_line(street)}
    if not values["name"]:
        raise DomainError(_("Bạn chưa nhập họ tên người nhận."), code="REQUIRED", field="name")
    for field, longest in _LONGEST.items():
        if len(values[field]) > longest:
            message = _("Dài quá: nhập tối đa %(count)d ký tự.") % {"count": longest}
            raise DomainError(message, code="INVALID", field=field)
    if commune is None and not Unit.objects.filter(valid_on(), pk=unit_id, level=Level.COMMUNE).exists():
        message = _("Hãy chọn một xã, phường theo địa giới hiện nay.")
        raise DomainError(message, code="INVALID", field="unit_id")
    if old_unit_id is not None and not has_become(old_unit_id, unit_id):
        message = _("Xã, phường cũ này không thuộc xã, phường đã chọn.")
        raise DomainError(message, code="INVALID", field="old_unit_id")
    place: dict[str, Any] = {"unit_id": unit_id} if commune is None else {"unit": commune}
    return Address(**values, **place, old_unit_id=old_unit_id)
