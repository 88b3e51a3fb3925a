"""Reading a checkout and an order by those who may."""

from typing import Any
from uuid import UUID

import graphene

from core.graphql.context import ctx
from core.graphql.ids import from_global_id
from core.identifiers import read_order_code
from orders.fulfilment.queries.guest_order import order_for_guest
from orders.graphql.access import own_checkout
from orders.graphql.checkout_types import Checkout
from orders.graphql.order_types import Order
from orders.queries import orders_visible_to


class Queries:
    checkout = graphene.Field(
        Checkout,
        id=graphene.ID(required=True),
        description="A guest's by its id until it is placed; one's own with a token.",
    )
    order = graphene.Field(
        Order,
        id=graphene.ID(description="Of an order that the bearer may see."),
        number=graphene.String(description="A guest's order: its code, in any spelling, together with the phone."),
        phone=graphene.String(),
        description="An order, or null where there is none that the asker may see.",
    )

    def resolve_checkout(root: Any, info: Any, id: str) -> Any:
        return own_checkout(info, id)

    def resolve_order(
        root: Any, info: Any, id: str | None = None, number: str | None = None, phone: str | None = None
    ) -> Any:
        context = ctx(info)
        if id is None and number is not None and phone is not None:
            return order_for_guest(code=number, phone=phone, ip=context.ip)
        visible = orders_visible_to(context.user)
        if id is not None:
            try:
                return visible.filter(pk=UUID(from_global_id("Order", id))).first()
            except ValueError:
                return None
        code = read_order_code(number[:40]) if number is not None else None
        return visible.filter(code=code).first() if code else None
