"""Areas whose figures a person may read: a commune, a province, or the whole market. Denied unless granted.

Queries take an Area and only `area_of` makes one for a person, so no figure is read without asking who reads it.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import scope
from core.errors import Forbidden
from places.models import Level, Unit


@dataclass(frozen=True)
class Area:
    """A commune, a province (all its communes), or everything (`unit_id` None)."""

    unit_id: int | None
    level: str  # places.Level, or "" for the whole market
    name: str  # "Xã Mỹ Thọ"
    within: str = ""  # "Tỉnh Đồng Tháp", for a commune
    province_id: int | None = None

    @property
    def is_commune(self) -> bool:
        return self.level == Level.COMMUNE

    @property
    def is_province(self) -> bool:
        return self.level == Level.PROVINCE

    def units_q(self, field: str = "unit") -> Q:
        """The rows whose commune (`field`) lies in the area."""
        if self.unit_id is None:
            return Q()
        return Q(**{f"{field}_id" if self.is_commune else f"{field}__parent_id": self.unit_id})


def everywhere() -> Area:
    """The whole market: for the operator, and for `verify`."""
    return Area(unit_id=None, level="", name=_("Toàn sàn"))


def of_unit(unit: Unit) -> Area:
    """The area of a commune or province; commune's `parent` is read (select it with the unit)."""
    if unit.level == Level.PROVINCE:
        return Area(unit.pk, unit.level, unit.full_name, province_id=unit.pk)
    within = unit.parent.full_name if unit.parent else ""
    return Area(unit.pk, unit.level, unit.full_name, within=within, province_id=unit.parent_id)


def area_of(user: User, unit_id: int | None = None) -> Area:
    """The area of a unit that this person may read, or without one the person's own. Raises Forbidden."""
    reach = scope(user)
    if unit_id is None:
        own = next(iter([*sorted(reach.province_ids), *sorted(reach.commune_ids)]), None)
        if reach.everything:
            return everywhere()
        if own is None:
            raise Forbidden(_("Tài khoản này không có quyền xem chỉ số."))
        unit_id = own
    unit = (
        Unit.objects.select_related("parent")
        .filter(pk=unit_id, level__in=[Level.PROVINCE, Level.COMMUNE], valid_to__isnull=True)
        .first()
    )
    if unit is None or not reach.covers(unit):
        raise Forbidden(_("Bạn không có quyền xem chỉ số của nơi này."))
    return of_unit(unit)
