"""Areas whose figures a person may read: a commune, a province, or the whole market. Denied unless granted.

Queries take an Area, and only `area_of` makes one for a person, so that no figure is read without a check of the role.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Scope, scope
from core.errors import Forbidden
from places.models import Level, Unit


@dataclass(frozen=True)
class Area:
    """A commune, a province (all its communes), or everything (`unit_id` None)."""

    unit_id: int | None
    code: str
    level: str  # places.Level, or "" for the whole market
    name: str  # "Xã Mỹ Thọ"
    within: str = ""  # "Tỉnh Đồng Tháp", for a commune
    province_code: str = ""

    @property
    def in_text(self) -> str:
        """The name within a sentence: "xã Mỹ Thọ"."""
        return self.name[:1].lower() + self.name[1:]

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
        return units_q(self.unit_id, is_commune=self.is_commune, field=field)


def units_q(unit_id: int, *, is_commune: bool, field: str = "unit") -> Q:
    """The rows whose commune (`field`) is this one, or one of this province."""
    return Q(**{f"{field}_id" if is_commune else f"{field}__parent_id": unit_id})


def everywhere() -> Area:
    """The whole market: for the operator, and for `verify`."""
    return Area(unit_id=None, code="", level="", name=_("Toàn sàn"))


def of_unit(unit: Unit) -> Area:
    """The area of a commune or province; commune's `parent` is read (select it with the unit)."""
    if unit.level == Level.PROVINCE:
        return Area(unit.pk, unit.code, unit.level, unit.full_name, province_code=unit.code)
    within, province_code = (unit.parent.full_name, unit.parent.code) if unit.parent else ("", "")
    return Area(unit.pk, unit.code, unit.level, unit.full_name, within, province_code)


def home_of(reach: Scope) -> Unit | None:
    """The main unit of a scope: the province before a commune; None for the operator."""
    own = [*sorted(reach.province_ids), *sorted(reach.commune_ids)]
    if reach.everything or not own:
        return None
    return Unit.objects.select_related("parent").get(pk=own[0])


def area_of(user: User, code: str | None = None, *, within: Scope | None = None) -> Area:
    """The area of today's unit with this code, where the person may read it; by default their own.

    Pass the `within` scope where it is known already; else it costs a statement. Raises Forbidden.
    """
    reach = scope(user) if within is None else within
    if not reach:
        raise Forbidden(_("Tài khoản này không có quyền xem chỉ số."))
    if code is None:
        home = home_of(reach)
        return of_unit(home) if home else everywhere()
    units = Unit.objects.select_related("parent").filter(level__in=[Level.PROVINCE, Level.COMMUNE])
    unit = units.filter(code=code, valid_to=None).first() if code.isascii() and code.isdigit() else None
    if unit is None or not reach.covers(unit):
        raise Forbidden(_("Bạn không có quyền xem chỉ số của nơi này."))
    return of_unit(unit)
