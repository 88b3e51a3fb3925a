"""Orders as the API shows them to those who may see them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import graphene

from catalog.graphql import loaders as catalog_loaders
from catalog.graphql.types import ProductVariant
from cooperatives.graphql.types import Seller, sellers
from core.graphql.context import Context, ctx
from core.graphql.money import TaxedMoney, taxed
from core.graphql.types import ModelType
from orders.models import ChargeStatus, OrderStatus
from orders.models import Order as OrderModel
from orders.models import OrderLine as OrderLineModel
from places.graphql.types import Address
from places.models import Address as AddressModel

OrderStatusEnum = graphene.Enum("OrderStatus", [(status.name, status.value) for status in OrderStatus])
OrderChargeStatusEnum = graphene.Enum("OrderChargeStatusEnum", [(status.name, status.value) for status in ChargeStatus])


class OrderLine(ModelType):
    """So many of one thing, in the words and at the price of the day it was ordered."""

    unit_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    variant = graphene.Field(ProductVariant, description="Null once it is no longer sold.")

    class Meta:
        model = OrderLineModel
        fields = ("id", "product_name", "variant_name", "quantity", "unit_price", "total_price", "variant")
        columns = ("order_id", "variant_id", "total")

    def resolve_unit_price(root: OrderLineModel, info: Any) -> TaxedMoney:
        return taxed(root.unit_price)

    def resolve_total_price(root: OrderLineModel, info: Any) -> TaxedMoney:
        return taxed(root.total)

    def resolve_variant(root: OrderLineModel, info: Any) -> Any:
        return catalog_loaders.variants(ctx(info)).load(root.variant_id)


class Order(ModelType):
    """What one seller owes one buyer."""

    number = graphene.String(required=True, description="The code people read over the phone: 7K2P-9DXM-4H.")
    created = graphene.DateTime(required=True)
    status = graphene.Field(OrderStatusEnum, required=True)
    charge_status = graphene.Field(OrderChargeStatusEnum, required=True)
    is_paid = graphene.Boolean(required=True)
    payment_method = graphene.String(required=True, description="“vietqr”, “vnpay”, “cod” or “cash”.")
    seller = graphene.Field(Seller, description="Null where the seller has left the market.")
    lines = graphene.List(graphene.NonNull(OrderLine), required=True)
    shipping_method_name = graphene.String(required=True)
    arrives_from = graphene.Date(required=True)
    arrives_to = graphene.Date(required=True)
    shipping_address = graphene.Field(Address)
    subtotal = graphene.Field(TaxedMoney, required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    total = graphene.Field(TaxedMoney, required=True)
    total_refunded = graphene.Field(
        TaxedMoney, required=True, description="What the buyer has back of a delivered order."
    )

    class Meta:
        model = OrderModel
        fields = (
            "id", "number", "created", "status", "charge_status", "is_paid", "paid_at", "payment_method", "seller",
            "lines", "shipping_method_name", "arrives_from", "arrives_to", "shipping_address", "subtotal",
            "shipping_price", "total", "total_refunded",
        )  # fmt: skip

    def resolve_number(root: OrderModel, info: Any) -> str:
        return root.code

    def resolve_created(root: OrderModel, info: Any) -> Any:
        return root.created_at

    def resolve_is_paid(root: OrderModel, info: Any) -> bool:
        return root.charge_status in (ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED)

    def resolve_seller(root: OrderModel, info: Any) -> Any:
        return sellers(ctx(info)).load(root.seller_id)

    def resolve_lines(root: OrderModel, info: Any) -> Any:
        return ctx(info).loader("orders.lines", lambda _: _lines).load(root.pk)

    def resolve_shipping_method_name(root: OrderModel, info: Any) -> str:
        return root.shipping_name

    def resolve_shipping_address(root: OrderModel, info: Any) -> Any:
        if root.shipping_address_id is None:
            return None
        return addresses(ctx(info)).load(root.shipping_address_id)

    def resolve_subtotal(root: OrderModel, info: Any) -> TaxedMoney:
        return taxed(root.goods_total)

    def resolve_shipping_price(root: OrderModel, info: Any) -> TaxedMoney:
        return taxed(root.shipping_total)

    def resolve_total(root: OrderModel, info: Any) -> TaxedMoney:
        return taxed(root.total)

    def resolve_total_refunded(root: OrderModel, info: Any) -> TaxedMoney:
        return taxed(root.returned_total)


def addresses(context: Context) -> Any:
    """The loader of addresses; only for those that a visible order or checkout names."""
    return context.loader(
        "orders.addresses", lambda _: lambda ids: Address.get_queryset(AddressModel.objects.all()).in_bulk(ids)
    )


def _lines(ids: Sequence[Any]) -> dict[Any, list[OrderLineModel]]:
    lines_by_order: dict[Any, list[OrderLineModel]] = defaultdict(list, {pk: [] for pk in ids})
    lines = OrderLine.get_queryset(OrderLineModel.objects.filter(order_id__in=ids))
    for line in lines.order_by("product_name", "variant_name", "pk"):
        lines_by_order[line.order_id].append(line)
    return lines_by_order
