"""Addresses, in Saleor's names where they fit two levels."""

from collections.abc import Sequence
from typing import Any

import graphene

from core.graphql.context import Context, ctx
from core.graphql.types import ModelType
from places.models import Address as AddressModel
from places.models import Unit

COMMUNE_COLUMNS = ("code", "full_name", "parent__code", "parent__full_name")  # of a Unit


class Commune(graphene.ObjectType):
    """A commune-level unit of today."""

    code = graphene.String(required=True, description="Five digits of QĐ 19/2025/QĐ-TTg.")
    name = graphene.String(required=True, description="“Xã Mỹ Thọ”.")
    province_code = graphene.String(required=True)
    province = graphene.String(required=True, description="“Tỉnh Đồng Tháp”.")


class Address(ModelType):
    """Where someone receives goods."""

    first_name = graphene.String(required=True, description="The whole name, as it is written in Việt Nam.")
    phone = graphene.String()
    street_address_1 = graphene.String(required=True, name="streetAddress1")
    commune = graphene.Field(Commune, required=True)

    class Meta:
        model = AddressModel
        fields = ("id", "first_name", "phone", "street_address_1", "commune")
        columns = ("name", "street", "unit_id")

    def resolve_first_name(root: Any, info: Any) -> str:
        return root.name

    def resolve_street_address_1(root: Any, info: Any) -> str:
        return root.street

    def resolve_commune(root: Any, info: Any) -> Any:
        return communes(ctx(info)).load(root.unit_id)


def communes(context: Context) -> Any:
    """The loader of communes by unit id."""
    return context.loader("places.communes", lambda _: _communes)


def prime_commune(context: Context, pk: int, values: Sequence[Any]) -> None:
    """Make a commune known whose COMMUNE_COLUMNS were read with another row."""
    communes(context).prime(pk, _commune(*values))


def _communes(ids: Any) -> dict[int, Commune]:
    rows = Unit.objects.filter(pk__in=ids).values_list("pk", *COMMUNE_COLUMNS)
    return {pk: _commune(*values) for pk, *values in rows}


def _commune(code: str, name: str, parent: str | None, parent_name: str | None) -> Commune:
    return Commune(code=code, name=name, province_code=parent or "", province=parent_name or "")
