"""The commune of a buyer: typed (former names too), picked from suggestions, or from a province's list."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import DomainError
from frontend.common import parsing
from frontend.common.cookies import Place
from places.models import Address, Level, Unit
from places.queries import (
    UnitMatch,
    communes_of,
    current_province,
    has_become,
    resolve_commune,
    search_communes,
    unit_label,
    unit_labels,
    valid_on,
)

_SHOWN = 8


@dataclass(frozen=True)
class Commune:
    """A commune of today and its words; `old_unit_id` where it was found by an old name."""

    unit_id: int
    label: str  # "Xã Mỹ Thọ, Đồng Tháp"
    old_unit_id: int | None = None
    street: str = ""  # the text before it, of a whole address


class Unclear(DomainError):
    """Ambiguous or unknown commune: `matches` are the candidates."""

    def __init__(self, message: str, matches: list[UnitMatch]) -> None:
        super().__init__(message, code="INVALID", field="commune")
        self.matches = matches


@dataclass(frozen=True)
class CommuneAnswer:
    """The result of a form's commune: one, none, or the candidates."""

    commune: Commune | None = None
    matches: Sequence[UnitMatch] = ()
    error: str | Promise | None = None

    @property
    def unit_id(self) -> int | None:
        return self.commune.unit_id if self.commune else None

    @classmethod
    def of_known(cls, known: Place | None, address: Address | None) -> "CommuneAnswer":
        """The commune of the stored address, else the one that the browser remembers."""
        old_unit_id = address.old_unit_id if address else None
        return cls(Commune(known.unit_id, known.label, old_unit_id)) if known else cls()


def known_place(address: Address | None) -> Place | None:
    """The commune of a stored address."""
    return Place(address.unit_id, unit_label(address.unit)) if address else None


def read_commune(form: Mapping[str, str], known: Place | None) -> CommuneAnswer:
    """The commune of a form. The button `list_communes` lists all of a province instead."""
    if form.get("action") == "list_communes":
        with suppress(Unclear):
            return CommuneAnswer(find_commune(form, known), _of_province(form))
        return CommuneAnswer(matches=_of_province(form))
    try:
        return CommuneAnswer(find_commune(form, known))
    except Unclear as unclear:
        return CommuneAnswer(matches=unclear.matches, error=unclear.message)


def _of_province(form: Mapping[str, str]) -> list[UnitMatch]:
    return suggestions("", parsing.short(form.get("province"), 2))


def suggestions(typed: str, province_code: str = "") -> list[UnitMatch]:
    """Communes that fit what was typed; without words, all of the province."""
    if typed:
        return search_communes(typed, province_code or None, limit=_SHOWN)
    province = current_province(province_code) if province_code else None
    if province is None:
        return []
    communes = communes_of(province.pk)
    return [UnitMatch(unit.pk, unit.code, unit.full_name, province.name) for unit in communes]


def find_commune(form: Mapping[str, str], known: Place | None) -> Commune | None:
    """The commune that a form names, None where it names none. Raises Unclear.

    A picked suggestion counts only while it belongs to the text beside it (`commune_picked_for`): after more typing the
    text counts.
    """
    typed, picked = parsing.short(form.get("commune")), form.get("commune_unit", "")
    if picked and parsing.short(form.get("commune_picked_for")) == typed:
        return _picked(picked)
    if not typed:
        return None
    if known and parsing.same_name(typed, known.label):
        return Commune(known.unit_id, known.label)
    resolution = resolve_commune(typed, limit=_SHOWN)
    matches = resolution.matches
    if match := resolution.commune:
        return Commune(match.unit_id, _label(match), match.old_unit_id, resolution.street)
    if not matches:
        raise Unclear(_("Không tìm thấy xã, phường nào tên như vậy. Bạn thử gõ chỉ tên xã, hoặc chọn theo tỉnh."), [])
    raise Unclear(_("Có nhiều nơi tên như vậy. Vui lòng chọn đúng nơi bên dưới."), matches)


def _picked(value: str) -> Commune:
    unit, _colon, old = value.partition(":")
    unit_id, old_id = parsing.whole(unit), parsing.whole(old)
    today = Unit.objects.filter(valid_on(), level=Level.COMMUNE, pk=unit_id or 0)
    if not unit_id or not today.exists():
        raise Unclear(_("Xã, phường này không còn trong danh mục. Vui lòng chọn lại."), [])
    old_unit_id = old_id if old_id and has_become(old_id, unit_id) else None
    return Commune(unit_id, unit_labels([unit_id])[unit_id], old_unit_id)


def _label(match: UnitMatch) -> str:
    """As places.queries.unit_labels says it: the province without its kind."""
    return unit_labels([match.unit_id])[match.unit_id]
