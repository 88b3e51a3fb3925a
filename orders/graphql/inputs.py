"""Input types of the API, and their conversion to plain arguments."""

from types import MappingProxyType
from typing import Any

import graphene
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.graphql.ids import int_pk
from places.models import Unit
from places.queries import Resolution, current_commune, province_code_of, resolve_commune

# What the services call these inputs.
FIELD_NAMES = MappingProxyType(
    {
        "name": "firstName",
        "buyer_name": "firstName",
        "street": "streetAddress1",
        "unit_id": "communeCode",
        "old_unit_id": "communeCode",
        "payment_method": "paymentGateway",
    }
)


class CheckoutLineInput(graphene.InputObjectType):
    variant_id = graphene.ID(required=True)
    quantity = graphene.Int(required=True)


class AddressInput(graphene.InputObjectType):
    """An address of two levels. The commune by its code, or by words as Saleor's clients send them."""

    first_name = graphene.String(description="The whole name, or what follows the family name.")
    last_name = graphene.String(description="The family name, written first: “Trần”.")
    phone = graphene.String(description="Any spelling: 0912 345 678, +84912345678.")
    street_address_1 = graphene.String(name="streetAddress1")
    commune_code = graphene.String(description="Five digits of today's commune (30076: Xã Mỹ Thọ).")
    city = graphene.String(description="The commune in words, old names too, where no code is given.")
    city_area = graphene.String(description="The old district in words, where `city` does not say it.")
    country_area = graphene.String(description="The province in words, old names too: “Đồng Tháp”, “TP.HCM”.")


def line_pairs(lines: list[CheckoutLineInput]) -> list[tuple[int, int]]:
    """(variant id, quantity) of each line. Raises NotFound for what is no variant."""
    return [(int_pk("ProductVariant", line.variant_id, "lines"), line.quantity) for line in lines]


def address_arguments(address: AddressInput) -> tuple[dict[str, Any], Unit | None]:
    """The arguments of `set_address`, and today's commune where it was read (with its province).

    Raises DomainError where the commune is missing or could be several.
    """
    unit_id, old_unit_id, commune = _commune(address)
    arguments = {
        "name": " ".join(part.strip() for part in (address.get("last_name"), address.get("first_name")) if part),
        "phone": address.get("phone") or "",
        "street": address.get("street_address_1") or "",
        "unit_id": unit_id,
        "old_unit_id": old_unit_id,
    }
    return arguments, commune


def _commune(address: AddressInput) -> tuple[int, int | None, Unit | None]:
    if code := address.get("commune_code"):
        commune = current_commune(code) if _is_code(code) else None
        if commune is None:
            raise DomainError(_("Mã xã, phường này không có hiệu lực hôm nay."), code="INVALID", field="commune_code")
        return commune.pk, None, commune
    words = ", ".join(part for part in (address.get("city"), address.get("city_area")) if part)
    if not words:
        raise DomainError(_("Vui lòng cho biết xã, phường."), code="REQUIRED", field="commune_code")
    resolution = _resolved(words, address.get("country_area"))
    matches, commune_named = resolution.matches, resolution.commune
    if commune_named is None:
        names = "; ".join(f"{match.full_name}, {match.province_name} ({match.code})" for match in matches)
        message = (
            _("Chưa rõ xã, phường nào. Vui lòng gửi mã: %(names)s.") if matches else _("Không tìm thấy xã, phường này.")
        )
        raise DomainError(message % {"names": names} if matches else message, code="INVALID", field="city")
    return commune_named.unit_id, commune_named.old_unit_id, None


def _resolved(words: str, province: str | None) -> Resolution:
    """First with the province's name (a former province distinguishes former communes), then in today's province."""
    if not province:
        return resolve_commune(words)
    code = province_code_of(province)
    if code is None:
        raise DomainError(_("Không tìm thấy tỉnh, thành phố này."), code="INVALID", field="country_area")
    whole = resolve_commune(f"{words}, {province}", code)
    return whole if whole.commune else resolve_commune(words, code)


def _is_code(code: str) -> bool:
    return len(code) == 5 and code.isascii() and code.isdigit()
