"""Filling a checkout: each mutation calls one service and answers the checkout as it stands then."""

from typing import Any

import graphene
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from core.graphql.ids import from_global_id, int_pk
from core.graphql.mutation import BaseMutation, error_type
from orders.checkout.queries.checkout_view import CheckoutView, checkout_view, view_checkout, view_of
from orders.checkout.services.add_lines import add_lines
from orders.checkout.services.choose_delivery import choose_delivery
from orders.checkout.services.choose_options import seller_of_method
from orders.checkout.services.set_address import set_address
from orders.checkout.services.set_contact import set_contact
from orders.checkout.services.set_quantity import set_quantity
from orders.graphql.access import count_change, open_checkout
from orders.graphql.checkout_types import Checkout
from orders.graphql.inputs import FIELD_NAMES, AddressInput, CheckoutLineInput, address_arguments, line_pairs
from orders.models import Checkout as Row

CheckoutError = error_type(
    "CheckoutError",
    [
        "CHECKOUT_PLACED", "CONSENT_REQUIRED", "DELIVERY_METHOD_NOT_APPLICABLE", "IDEMPOTENCY_IN_USE",
        "IDEMPOTENCY_MISMATCH", "INSUFFICIENT_STOCK", "NO_LINES", "PAYMENT_METHOD_NOT_APPLICABLE",
        "PAYMENT_METHOD_NOT_SET", "PAYMENT_NOT_DUE", "PRICE_CHANGED", "QUANTITY_GREATER_THAN_LIMIT",
        "SHIPPING_ADDRESS_NOT_SET", "UNAVAILABLE_VARIANT_IN_CHANNEL", "UNPROVEN_ORDERS_LIMIT", "UNPROVEN_STOCK_LIMIT",
        "ZERO_QUANTITY",
    ],
)  # fmt: skip


class _CheckoutMutation(BaseMutation):
    """Changes one checkout and answers it."""

    field_names = FIELD_NAMES

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, error_class: Any = CheckoutError, **options: Any) -> None:
        cls.checkout = graphene.Field(Checkout)
        super().__init_subclass_with_meta__(error_class=error_class, **options)

    @classmethod
    def perform(cls, info: Any, **arguments: Any) -> dict[str, Any]:
        count_change(info)
        checkout = open_checkout(info, arguments.pop("id"))
        return {"checkout": cls.change(checkout, **arguments) or checkout_view(checkout.pk)}

    @classmethod
    def change(cls, checkout: Row, **arguments: Any) -> CheckoutView | None:
        """Returns the checkout as it is afterwards where that is known without reading it again."""
        raise NotImplementedError


class CheckoutLinesAdd(_CheckoutMutation):
    """Add goods, all or none."""

    class Arguments:
        id = graphene.ID(required=True)
        lines = graphene.List(graphene.NonNull(CheckoutLineInput), required=True)

    @classmethod
    def change(cls, checkout: Row, **arguments: Any) -> None:
        add_lines(checkout_id=checkout.pk, lines=line_pairs(arguments["lines"]))


class CheckoutLinesUpdate(_CheckoutMutation):
    """Set quantities, all or none; 0 takes a line out."""

    class Arguments:
        id = graphene.ID(required=True)
        lines = graphene.List(graphene.NonNull(CheckoutLineInput), required=True)

    @classmethod
    def change(cls, checkout: Row, **arguments: Any) -> None:
        with transaction.atomic():
            for variant_id, quantity in line_pairs(arguments["lines"]):
                set_quantity(checkout_id=checkout.pk, variant_id=variant_id, quantity=quantity)


class CheckoutLinesDelete(_CheckoutMutation):
    """Take lines out, all or none."""

    class Arguments:
        id = graphene.ID(required=True)
        lines_ids = graphene.List(graphene.NonNull(graphene.ID), required=True)

    @classmethod
    def change(cls, checkout: Row, **arguments: Any) -> None:
        present = {str(line.id): line for group in view_checkout(checkout).groups for line in group.lines}
        with transaction.atomic():
            for line_id in arguments["lines_ids"]:
                line = present.get(from_global_id("CheckoutLine", line_id, "lines_ids"))
                if line is None:
                    raise NotFound(_("Mặt hàng này không có trong giỏ."), field="lines_ids")
                set_quantity(checkout_id=checkout.pk, variant_id=line.variant_id, quantity=0)


class CheckoutEmailUpdate(_CheckoutMutation):
    """Set the e-mail for the order's papers, once the buyer's name and phone are known from the address."""

    class Arguments:
        id = graphene.ID(required=True)
        email = graphene.String(required=True)

    @classmethod
    def change(cls, checkout: Row, **arguments: Any) -> None:
        set_contact(
            checkout_id=checkout.pk,
            buyer_name=checkout.buyer_name,
            phone=checkout.phone,
            email=arguments["email"],
            note=checkout.note,
        )


class CheckoutShippingAddressUpdate(_CheckoutMutation):
    """Say where the goods go; the receiver's name and phone become the buyer's where none are known."""

    class Arguments:
        id = graphene.ID(required=True)
        shipping_address = AddressInput(required=True)

    @classmethod
    def change(cls, checkout: Row, **arguments: Any) -> None:
        received, commune = address_arguments(arguments["shipping_address"])
        set_address(checkout_id=checkout.pk, **received, commune=commune)


class CheckoutDeliveryMethodUpdate(_CheckoutMutation):
    """Choose how one seller's goods travel; the method says which seller's. Others keep theirs."""

    class Arguments:
        id = graphene.ID(required=True)
        delivery_method_id = graphene.ID(required=True)

    @classmethod
    def change(cls, checkout: Row, **arguments: Any) -> CheckoutView:
        method_id = int_pk("ShippingMethod", arguments["delivery_method_id"], "delivery_method_id")
        groups = view_checkout(checkout).seller_groups
        seller_id = seller_of_method(method_id, groups, "delivery_method_id")
        with_choice = choose_delivery(checkout_id=checkout.pk, seller_id=seller_id, method_id=method_id, groups=groups)
        return view_of(checkout, with_choice)
