"""`checkoutCreate`: a cart, or a whole checkout in one request."""

from collections.abc import Sequence
from typing import Any

import graphene

from core.errors import DomainError
from core.graphql.context import ctx
from core.graphql.ids import int_pk
from core.graphql.mutation import BaseMutation
from core.graphql.scalars import JSON, PositiveDecimal
from orders.checkout.placing import Placed
from orders.checkout.queries.checkout_view import CheckoutView, checkout_view, view_checkout
from orders.checkout.services.place_new_checkout import Created, NewCheckout, Payment, place_new_checkout
from orders.graphql.access import client_of, count_change
from orders.graphql.checkout_mutations import CheckoutError
from orders.graphql.checkout_types import Checkout
from orders.graphql.inputs import FIELD_NAMES, AddressInput, CheckoutLineInput, address_arguments, line_pairs
from orders.graphql.order_types import Order
from orders.graphql.payment_mutations import (
    PaymentGatewayToInitialize,
    TransactionEvent,
    TransactionItem,
    check_gateway,
    check_key,
    start_of,
    transaction_fields,
    whole_amount,
)
from places.models import Address

_NOTHING_DUE = ("PAYMENT_NOT_DUE", "PAYMENT_INTENT_UNEXPECTED_STATE")


class CheckoutPaymentInput(graphene.InputObjectType):
    """How the new checkout is placed and paid at once."""

    gateway = PaymentGatewayToInitialize(required=True)
    amount = PositiveDecimal(description="The total (đồng) the buyer saw; refused where it is another now.")
    idempotency_key = graphene.String(required=True, description="One a press of the button: a UUID.")


class CheckoutCreateInput(graphene.InputObjectType):
    lines = graphene.List(graphene.NonNull(CheckoutLineInput), required=True)
    email = graphene.String()
    shipping_address = AddressInput()
    delivery_method_ids = graphene.List(
        graphene.NonNull(graphene.ID),
        description="How the goods travel; each method says which seller's. Others have the default.",
    )
    payment = CheckoutPaymentInput(description="Place the checkout and begin its payment, as `transactionInitialize`.")


class CheckoutCreate(BaseMutation):
    """Open a checkout with goods in it; with `payment` also place it and begin the payment, all of it or nothing.

    `payment` says that the buyer has seen everything and agreed to the terms in force. The same key with the same
    input answers the same orders; after a failed payment it begins another attempt. What is refused leaves nothing
    behind.
    """

    field_names = FIELD_NAMES

    checkout = graphene.Field(Checkout)
    created = graphene.Boolean(description="False where the same key had created it before.")
    orders = graphene.List(graphene.NonNull(Order), description="Of `payment`: one a seller, still unpaid.")
    transaction = graphene.Field(TransactionItem)
    transaction_event = graphene.Field(TransactionEvent)
    data = JSON(description="As of `transactionInitialize`.")

    class Arguments:
        input = CheckoutCreateInput(required=True)

    class Meta:
        error_class = CheckoutError

    @classmethod
    def perform(cls, info: Any, **arguments: Any) -> dict[str, Any]:
        count_change(info)
        input = arguments["input"]
        address = input.get("shipping_address")
        payment = _payment(info, input.payment) if input.get("payment") else None
        arguments_of_address, commune = address_arguments(address) if address else (None, None)
        new = NewCheckout(
            user=ctx(info).user,
            lines=line_pairs(input.lines),
            address=arguments_of_address,
            commune=commune,
            email=(input.get("email") or "") if address else "",
            method_ids=_method_ids(input.get("delivery_method_ids") or ()),
        )
        created = place_new_checkout(new, payment)
        answer = {"checkout": lambda: _view(created), "created": not created.is_repeated}
        if payment is None or created.placed is None:
            return answer
        return answer | {"orders": created.placed.orders} | _transaction(created, created.placed, payment)

    @staticmethod
    def resolve_checkout(root: Any, info: Any) -> Any:
        """Read only where it is asked for."""
        return root.checkout() if root.checkout else None


def _view(created: Created) -> CheckoutView:
    """Only a repeated request reads the checkout again; so does an address of which the commune was not read."""
    address = created.checkout.shipping_address
    is_whole = address is None or (Address.unit.is_cached(address) and not created.is_repeated)
    return view_checkout(created.checkout) if is_whole else checkout_view(created.checkout.pk)


def _transaction(created: Created, placed: Placed, payment: Payment) -> dict[str, Any]:
    """The payment that is begun. A repeated request of orders that are paid or canceled answers the orders only."""
    try:
        return transaction_fields(placed, payment.start)
    except DomainError as refusal:
        if created.is_repeated and refusal.code in _NOTHING_DUE:
            return {}
        raise


def _method_ids(ids: Sequence[str]) -> list[int]:
    return [int_pk("ShippingMethod", method_id, "delivery_method_ids") for method_id in ids]


def _payment(info: Any, payment: CheckoutPaymentInput) -> Payment:
    check_gateway(payment.gateway.id)
    check_key(payment.idempotency_key)
    return Payment(
        method=payment.gateway.id,
        idempotency_key=payment.idempotency_key,
        start=start_of(info, payment.gateway),
        client=client_of(info),
        expected_total=whole_amount(payment.get("amount")),
    )
