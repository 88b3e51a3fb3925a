"""Create an address in a current commune."""

from django.utils.translation import gettext as _

from core.cleaning import clean_line
from core.errors import DomainError
from places.models import Address, Level, Unit
from places.queries import has_become, valid_on

_LONGEST = {"name": 120, "phone": 20, "street": 200}


def create_address(*, name: str, phone: str, street: str, unit_id: int, old_unit_id: int | None = None) -> Address:
    """A new address; addresses are never changed, so that an order keeps the one it was placed with.

    Callers normalize `phone`. `old_unit_id` is the commune of before 1/7/2025 that was named.
    Raises DomainError where the name is missing or too long, the commune is not one of today, or never came of the old.
    """
    values = {"name": clean_line(name), "phone": clean_line(phone), "street": clean_line(street)}
    if not values["name"]:
        raise DomainError(_("Bạn chưa nhập họ tên người nhận."), code="REQUIRED", field="name")
    for field, longest in _LONGEST.items():
        if len(values[field]) > longest:
            message = _("Dài quá: nhập tối đa %(count)d ký tự.") % {"count": longest}
            raise DomainError(message, code="INVALID", field=field)
    if not Unit.objects.filter(valid_on(), pk=unit_id, level=Level.COMMUNE).exists():
        message = _("Hãy chọn một xã, phường theo địa giới hiện nay.")
        raise DomainError(message, code="INVALID", field="unit_id")
    if old_unit_id is not None and not has_become(old_unit_id, unit_id):
        message = _("Xã, phường cũ này không thuộc xã, phường đã chọn.")
        raise DomainError(message, code="INVALID", field="old_unit_id")
    return Address.objects.create(**values, unit_id=unit_id, old_unit_id=old_unit_id)
