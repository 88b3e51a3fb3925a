"""Placing and paying: `transactionInitialize` and `checkoutComplete` stand on the same `place_order`."""

from typing import Any
from uuid import UUID

import graphene
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.graphql.context import ctx
from core.graphql.ids import to_global_id
from core.graphql.mutation import BaseMutation, error_type
from core.graphql.scalars import JSON, PositiveDecimal
from orders.checkout.limits import Client
from orders.checkout.payment_requests import Start
from orders.checkout.placing import Choice, Placed
from orders.checkout.policy import POLICY_VERSION
from orders.checkout.queries.payment_state import payment_state
from orders.checkout.services.place_order import place_order, placed_before
from orders.checkout.services.start_payment import start_payment
from orders.graphql.access import checkout_to_place, client_of, count_change
from orders.graphql.checkout_mutations import CheckoutError
from orders.graphql.inputs import FIELD_NAMES
from orders.graphql.order_types import Order
from orders.models import Checkout, PaymentMethod

TransactionInitializeError = error_type(
    "TransactionInitializeError", sorted(CheckoutError.codes() | {"CHECKOUT_COMPLETION_IN_PROGRESS"})
)
TransactionEventTypeEnum = graphene.Enum(
    "TransactionEventTypeEnum", [(name, name) for name in ("CHARGE_ACTION_REQUIRED", "CHARGE_REQUEST")]
)
TransactionFlowStrategyEnum = graphene.Enum("TransactionFlowStrategyEnum", [("CHARGE", "CHARGE")])
_MAX_KEY = 200


class PaymentGatewayToInitialize(graphene.InputObjectType):
    id = graphene.String(required=True, description="“vietqr”, “vnpay” …, as `availablePaymentGateways` lists them.")
    data = JSON(description='{"locale": "vn" | "en"} for VNPay\'s page; may be left out.')


class TransactionItem(graphene.ObjectType):
    """The payment of a checkout; by VietQR the first of several."""

    id = graphene.ID(required=True)
    psp_reference = graphene.String(required=True, description="The payment intent: pi_…")


class TransactionEvent(graphene.ObjectType):
    """What the payment needs now."""

    type = graphene.Field(TransactionEventTypeEnum, required=True)
    message = graphene.String(required=True)
    psp_reference = graphene.String(required=True)


class TransactionInitialize(BaseMutation):
    """Place the checkout's orders, unpaid, hold their goods and begin the payment.

    For VNPay `data.redirectUrl` is where the buyer goes now. For VietQR `data.paymentIntents` are the codes to scan,
    each paying its seller straight: {id, seller, order, amount, code, qrData, qrImageUrl, bank, bankBin, accountNumber,
    accountHolder, expiresAt}. In cash nothing is begun: the orders stand. Calling it says that the buyer has seen
    everything and agreed to the terms in force, which is recorded with its moment. Repeated, it answers the same
    orders; after a failed payment it begins another attempt.
    """

    field_names = FIELD_NAMES

    transaction = graphene.Field(TransactionItem)
    transaction_event = graphene.Field(TransactionEvent)
    data = JSON(description='{"redirectUrl": …, "paymentIntent": "pi_…"} or {"paymentIntents": [{…}, …]}')

    class Arguments:
        id = graphene.ID(required=True, description="The checkout.")
        payment_gateway = PaymentGatewayToInitialize(required=True)
        amount = PositiveDecimal(description="The total (đồng) the buyer saw; refused where it is another now.")
        action = TransactionFlowStrategyEnum(description="VNPay captures at once: CHARGE.")
        idempotency_key = graphene.String(description="One a press of the button; the checkout's own by default.")
        customer_ip_address = graphene.String(
            description="Taken as Saleor's clients send it, and not used: VNPay is given the connection's own address."
        )

    class Meta:
        error_class = TransactionInitializeError

    @classmethod
    def perform(cls, info: Any, **arguments: Any) -> dict[str, Any]:
        count_change(info)
        checkout = checkout_to_place(info, arguments["id"])
        gateway = arguments["payment_gateway"]
        start = start_of(info, gateway)
        placed = _place(
            checkout,
            method=gateway.id,
            amount=arguments.get("amount"),
            key=arguments.get("idempotency_key"),
            client=client_of(info),
            start=start,
        )
        return transaction_fields(placed, start)


def start_of(info: Any, gateway: PaymentGatewayToInitialize) -> Start:
    """How the gateway starts the payment of this request."""
    data = gateway.get("data")
    return Start(ctx(info).ip, locale="en" if isinstance(data, dict) and data.get("locale") == "en" else "vn")


def transaction_fields(placed: Placed, start: Start) -> dict[str, Any]:
    """`transaction`, `transactionEvent` and `data` of placed orders; nothing where they are paid in cash."""
    if placed.intent_id is None:
        return {}
    url = _url(placed, start)
    to_scan = url is None
    message = (
        _("Người mua cần quét mã QR để chuyển khoản.")
        if to_scan
        else _("Người mua cần sang trang của VNPay để trả tiền.")
    )
    event = TransactionEvent(type="CHARGE_ACTION_REQUIRED", message=str(message), psp_reference=placed.intent_id)
    item = TransactionItem(id=to_global_id("TransactionItem", placed.intent_id), psp_reference=placed.intent_id)
    checkout_id = placed.orders[0].checkout_id
    answer = _codes(checkout_id) if to_scan else {"redirectUrl": url, "paymentIntent": placed.intent_id}
    return {"transaction": item, "transaction_event": event, "data": answer}


class CheckoutComplete(BaseMutation):
    """The checkout's orders: made now (cash), or standing since `transactionInitialize`.

    `order` is the first, as in Saleor; `orders` are all, one a seller. They may still be unpaid: `order.isPaid` tells.
    """

    field_names = FIELD_NAMES

    order = graphene.Field(Order)
    orders = graphene.List(graphene.NonNull(Order))
    confirmation_needed = graphene.Boolean()

    class Arguments:
        id = graphene.ID(required=True, description="The checkout.")
        idempotency_key = graphene.String()

    class Meta:
        error_class = CheckoutError

    @classmethod
    def perform(cls, info: Any, **arguments: Any) -> dict[str, Any]:
        count_change(info)
        checkout, client = checkout_to_place(info, arguments["id"]), client_of(info)
        placed = _place(checkout, method=None, amount=None, key=arguments.get("idempotency_key"), client=client)
        return {"order": placed.orders[0], "orders": placed.orders, "confirmation_needed": False}


def _url(placed: Placed, start: Start) -> str | None:
    """Where the buyer pays. A checkout that was placed before begins its payment now, or another attempt."""
    if not placed.started:
        return start_payment(checkout_id=placed.orders[0].checkout_id, ip=start.ip, locale=start.locale)
    if placed.refusal:
        raise placed.refusal
    return placed.started[0].redirect_url


def _codes(checkout_id: UUID) -> dict[str, Any]:
    """What is to be scanned now: the payments that still wait, in seller order."""
    return {
        "paymentIntents": [
            {
                "id": part.intent.id,
                "seller": part.orders[0].seller.name,
                "order": part.orders[0].code,
                "amount": part.intent.amount,
                "code": part.intent.transfer_code,
                "qrData": part.intent.qr_text,
                "qrImageUrl": settings.BASE_URL + part.intent.qr_svg_url,
                "bank": part.intent.bank_name,
                "bankBin": part.intent.bank_bin,
                "accountNumber": part.intent.bank_account_no,
                "accountHolder": part.intent.bank_account_name,
                "expiresAt": part.intent.expires_at.isoformat() if part.intent.expires_at else None,
            }
            for part in payment_state(checkout_id).parts
            if part.kind == "waiting" and part.intent.qr_text
        ]
    }


def _place(
    checkout: Checkout,
    *,
    method: str | None,
    amount: Any,
    key: str | None,
    client: Client,
    start: Start | None = None,
) -> Placed:
    """The orders of the checkout, with the terms and the way to pay recorded where they were not yet."""
    check_key(key)
    total = whole_amount(amount)
    if checkout.placed_at is not None and start is None:
        return placed_before(checkout.pk)
    if checkout.placed_at is None and method is not None:
        check_gateway(method)
    return place_order(
        checkout_id=checkout.pk,
        expected_total=total,
        idempotency_key=f"api:{checkout.pk}:{key or 'complete'}",
        client=client,
        start=start,
        choice=Choice(payment_method=method, policy=POLICY_VERSION),
        known=checkout,
    )


def check_key(key: str | None) -> None:
    """Raise DomainError for a key that is too long or has control characters."""
    if key is not None and (len(key) > _MAX_KEY or not key.isprintable()):
        message = _("Khóa chống lặp dài nhất %(most)s ký tự, không có ký tự điều khiển.") % {"most": _MAX_KEY}
        raise DomainError(message, field="idempotency_key")


def whole_amount(amount: Any) -> int | None:
    """An amount in đồng. Raises DomainError where it is not whole."""
    if amount is not None and amount != int(amount):
        raise DomainError(_("Số tiền phải là số đồng nguyên."), code="INVALID", field="amount")
    return None if amount is None else int(amount)


def check_gateway(method: str) -> None:
    """Raise DomainError NOT_FOUND for a gateway that is none."""
    if method not in PaymentMethod.values:
        raise DomainError(_("Chưa có cách thanh toán này."), code="NOT_FOUND", field="payment_gateway")
