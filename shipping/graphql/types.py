"""A way of delivery with its price to an address."""

from typing import Any

import graphene

from core.graphql.ids import to_global_id
from core.graphql.money import Money, money
from shipping.quotes.queries import Quote


class ShippingMethod(graphene.ObjectType):
    """How one seller's goods can travel, and what it costs to the address."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    description = graphene.String(required=True)
    carrier = graphene.String(required=True, description="“own”: the seller delivers; “pickup”: the buyer fetches.")
    price = graphene.Field(Money, required=True)
    arrives_from = graphene.Date(required=True)
    arrives_to = graphene.Date(required=True)

    def resolve_id(root: Quote, info: Any) -> str:
        return to_global_id("ShippingMethod", root.method_id)

    def resolve_description(root: Quote, info: Any) -> str:
        return root.note

    def resolve_price(root: Quote, info: Any) -> Money:
        return money(root.price)
