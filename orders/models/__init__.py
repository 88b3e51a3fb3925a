"""Tables of the deal, by concern."""

from orders.models.checkout import Checkout, CheckoutDelivery, CheckoutLine
from orders.models.order import (
    CancelReason,
    ChargeStatus,
    Order,
    OrderHistory,
    OrderLine,
    OrderStatus,
    PaymentMethod,
    SoldAs,
)
from orders.models.payment import IntentShare

__all__ = [
    "CancelReason",
    "ChargeStatus",
    "Checkout",
    "CheckoutDelivery",
    "CheckoutLine",
    "IntentShare",
    "Order",
    "OrderHistory",
    "OrderLine",
    "OrderStatus",
    "PaymentMethod",
    "SoldAs",
]
