"""The public type of a seller."""

from typing import Any

import graphene

from accounts.models import User
from cooperatives.models import Seller as SellerModel
from cooperatives.models import SellerKind
from cooperatives.queries import visible_to
from cooperatives.tax_codes import public_tax_code
from core.graphql.context import Context, ctx
from core.graphql.ids import to_global_id
from places.graphql.types import Commune, communes

SellerKindEnum = graphene.Enum("SellerKind", [(kind.name, kind.value) for kind in SellerKind])


class Seller(graphene.ObjectType):
    """A cooperative (hợp tác xã), household business (hộ kinh doanh) or enterprise that sells on the market."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    kind = graphene.Field(SellerKindEnum, required=True)
    about = graphene.String(required=True)
    tax_code = graphene.String(description="The tax code of a body; never a person's own number.")
    commune = graphene.Field(Commune, required=True)
    verified_at = graphene.DateTime(description="When the commune verified the seller.")
    is_sample = graphene.Boolean(required=True, description="Invented for the pilot's sample data.")

    def resolve_id(root: SellerModel, info: Any) -> str:
        return to_global_id("Seller", root.pk)

    def resolve_tax_code(root: SellerModel, info: Any) -> str | None:
        return public_tax_code(root.tax_code) or None

    def resolve_commune(root: SellerModel, info: Any) -> Any:
        return communes(ctx(info)).load(root.unit_id)


def sellers(context: Context) -> Any:
    """The loader of sellers by id, of those that the user may see."""
    return context.loader("cooperatives.sellers", _batch)


def _batch(context: Context) -> Any:
    user = context.user if isinstance(context.user, User) else None
    return lambda ids: visible_to(user).in_bulk(ids)
