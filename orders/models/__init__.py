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
from orders.models.returns import (
    GRANTED_RETURN,
    OPEN_RETURN,
    AskedBy,
    Return,
    ReturnLine,
    ReturnReason,
    ReturnState,
)

__all__ = [
    "GRANTED_RETURN",
    "OPEN_RETURN",
    "PAID_AHEAD",
    "PAID_IN_CASH",
    "AskedBy",
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
    "Return",
    "ReturnLine",
    "ReturnReason",
    "ReturnState",
    "SoldAs",
]
