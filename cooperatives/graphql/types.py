"""The public type of a seller."""

from typing import Any

import graphene

from accounts.models import User
from cooperatives.models import Seller as SellerModel
from cooperatives.models import SellerKind
from cooperatives.queries import visible_to
from cooperatives.tax_codes import public_tax_code
from core.graphql.context import Context, ctx
from core.graphql.types import ModelType
from places.graphql.types import Commune, communes

SellerKindEnum = graphene.Enum("SellerKind", [(kind.name, kind.value) for kind in SellerKind])


class Seller(ModelType):
    """A cooperative (hợp tác xã), household business (hộ kinh doanh) or enterprise that sells on the market."""

    kind = graphene.Field(SellerKindEnum, required=True)
    tax_code = graphene.String(description="The tax code of a body; never a person's own number.")
    commune = graphene.Field(Commune, required=True)
    verified_at = graphene.DateTime(description="When the commune verified the seller.")
    is_sample = graphene.Boolean(required=True, description="Invented for the pilot's sample data.")

    class Meta:
        model = SellerModel
        fields = ("id", "name", "slug", "kind", "about", "tax_code", "commune", "verified_at", "is_sample")
        columns = ("unit_id",)

    def resolve_tax_code(root: SellerModel, info: Any) -> str | None:
        return public_tax_code(root.tax_code) or None

    def resolve_commune(root: SellerModel, info: Any) -> Any:
        return communes(ctx(info)).get(root.unit_id)


def sellers(context: Context) -> Any:
    """The loader of sellers by id, of those that the user may see."""
    return context.loader("cooperatives.sellers", _batch)


def _batch(context: Context) -> Any:
    user = context.user if isinstance(context.user, User) else None
    return lambda ids: Seller.get_queryset(visible_to(user)).in_bulk(ids)
