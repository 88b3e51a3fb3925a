"""The checkout as the API shows it: one cart, grouped by seller."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import graphene

from catalog.graphql import loaders as catalog_loaders
from catalog.graphql.types import ProductVariant
from cooperatives.graphql.types import Seller, sellers
from core.graphql.context import ctx
from core.graphql.ids import to_global_id
from core.graphql.money import TaxedMoney, taxed
from orders.checkout.payment_options import PaymentOption
from orders.checkout.queries.checkout_view import CheckoutView, LineView, SellerGroupView
from orders.graphql.access import checkout_global_id
from orders.graphql.order_types import Order
from orders.models import Order as OrderModel
from places.graphql.types import Address
from shipping.graphql.types import ShippingMethod


class CheckoutLine(graphene.ObjectType):
    """So many of one variant, at today's price."""

    id = graphene.ID(required=True)
    quantity = graphene.Int(required=True)
    unit_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    variant = graphene.Field(ProductVariant, description="Null once it is no longer sold.")

    def resolve_id(root: LineView, info: Any) -> str:
        return to_global_id("CheckoutLine", root.id)

    def resolve_unit_price(root: LineView, info: Any) -> TaxedMoney:
        return taxed(root.unit_price)

    def resolve_total_price(root: LineView, info: Any) -> TaxedMoney:
        return taxed(root.total)

    def resolve_variant(root: LineView, info: Any) -> Any:
        return catalog_loaders.variants(ctx(info)).load(root.variant_id)


class DeliveryGroup(graphene.ObjectType):
    """What comes from one seller, and how: it becomes one order."""

    seller = graphene.Field(Seller)
    lines = graphene.List(graphene.NonNull(CheckoutLine), required=True)
    shipping_methods = graphene.List(
        graphene.NonNull(ShippingMethod), required=True, description="The ways it can travel; the default first."
    )
    delivery_method = graphene.Field(ShippingMethod, description="The buyer's choice, else the default.")
    subtotal_price = graphene.Field(TaxedMoney, required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)

    def resolve_seller(root: SellerGroupView, info: Any) -> Any:
        return sellers(ctx(info)).load(root.seller_id)

    def resolve_shipping_methods(root: SellerGroupView, info: Any) -> Any:
        return root.quotes

    def resolve_delivery_method(root: SellerGroupView, info: Any) -> Any:
        return root.delivery

    def resolve_subtotal_price(root: SellerGroupView, info: Any) -> TaxedMoney:
        return taxed(root.goods_total)

    def resolve_shipping_price(root: SellerGroupView, info: Any) -> TaxedMoney:
        return taxed(root.shipping_total)

    def resolve_total_price(root: SellerGroupView, info: Any) -> TaxedMoney:
        return taxed(root.total)


class PaymentGateway(graphene.ObjectType):
    """A way to pay for this checkout."""

    id = graphene.ID(required=True, description="“vietqr”, “vnpay”, “cod” or “cash”.")
    name = graphene.String(required=True)

    def resolve_id(root: PaymentOption, info: Any) -> str:
        return root.method

    def resolve_name(root: PaymentOption, info: Any) -> str:
        return str(root.label)


class CheckoutProblem(graphene.ObjectType):
    """One thing to put right, or to know, before the checkout can be placed."""

    code = graphene.String(required=True)
    message = graphene.String(required=True)
    blocking = graphene.Boolean(required=True)

    def resolve_message(root: Any, info: Any) -> str:
        return str(root.message)


class Checkout(graphene.ObjectType):
    """The cart, which is the checkout. Its id is its key: who was given a guest's may read it, until it is placed."""

    id = graphene.ID(required=True)
    token = graphene.UUID(required=True)
    email = graphene.String()
    phone = graphene.String()
    note = graphene.String(required=True)
    quantity = graphene.Int(required=True)
    lines = graphene.List(graphene.NonNull(CheckoutLine), required=True)
    delivery_groups = graphene.List(graphene.NonNull(DeliveryGroup), required=True)
    shipping_address = graphene.Field(Address)
    available_payment_gateways = graphene.List(graphene.NonNull(PaymentGateway), required=True)
    problems = graphene.List(graphene.NonNull(CheckoutProblem), required=True)
    subtotal_price = graphene.Field(TaxedMoney, required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    orders = graphene.List(graphene.NonNull(Order), required=True, description="One a seller, once placed.")

    def resolve_id(root: CheckoutView, info: Any) -> str:
        return checkout_global_id(root.id)

    def resolve_token(root: CheckoutView, info: Any) -> Any:
        return root.id

    def resolve_lines(root: CheckoutView, info: Any) -> Any:
        return [line for group in root.groups for line in group.lines]

    def resolve_delivery_groups(root: CheckoutView, info: Any) -> Any:
        return root.groups

    def resolve_shipping_address(root: CheckoutView, info: Any) -> Any:
        return root.address

    def resolve_available_payment_gateways(root: CheckoutView, info: Any) -> Any:
        return [choice for choice in root.payment_choices if choice.allowed]

    def resolve_subtotal_price(root: CheckoutView, info: Any) -> TaxedMoney:
        return taxed(root.goods_total)

    def resolve_shipping_price(root: CheckoutView, info: Any) -> TaxedMoney:
        return taxed(root.shipping_total)

    def resolve_total_price(root: CheckoutView, info: Any) -> TaxedMoney:
        return taxed(root.total)

    def resolve_orders(root: CheckoutView, info: Any) -> Any:
        if not root.is_placed:
            return []
        return ctx(info).loader("orders.of_checkout", lambda _: _orders).load(root.id)


def _orders(ids: Sequence[Any]) -> dict[Any, list[OrderModel]]:
    orders_by_checkout: dict[Any, list[OrderModel]] = defaultdict(list, {pk: [] for pk in ids})
    for order in OrderModel.objects.filter(checkout_id__in=ids).order_by("seller_id"):
        orders_by_checkout[order.checkout_id].append(order)
    return orders_by_checkout
