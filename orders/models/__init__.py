"""Tables of the deal, by concern."""

from orders.models.checkout import Checkout, CheckoutDelivery, CheckoutLine
from orders.models.counter import CounterMethod, CounterSale, CounterStatus
from orders.models.order import (
    PAID_AHEAD,
    PAID_IN_CASH,
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
    "PAID_AHEAD",
    "PAID_IN_CASH",
    "CancelReason",
    "ChargeStatus",
    "Checkout",
    "CheckoutDelivery",
    "CheckoutLine",
    "CounterMethod",
    "CounterSale",
    "CounterStatus",
    "IntentShare",
    "Order",
    "OrderHistory",
    "OrderLine",
    "OrderStatus",
    "PaymentMethod",
    "SoldAs",
]
