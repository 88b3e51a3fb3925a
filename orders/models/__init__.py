"""Tables of orders, by concern."""

from orders.models.checkout import MAX_QUANTITY, Checkout, CheckoutDelivery, CheckoutLine
from orders.models.history import HistoryCode, OrderHistory
from orders.models.order import (
    PAID_AHEAD,
    PAID_IN_CASH,
    CancelReason,
    ChargeStatus,
    Order,
    OrderLine,
    OrderStatus,
    PaymentMethod,
    SoldAs,
)
from orders.models.payment import PaymentAllocation
from orders.models.pos import PosMethod, PosSale, PosSaleStatus
from orders.models.returns import (
    GRANTED_RETURN,
    OPEN_RETURN,
    RequestedBy,
    Return,
    ReturnLine,
    ReturnReason,
    ReturnState,
)

__all__ = [
    "GRANTED_RETURN",
    "MAX_QUANTITY",
    "OPEN_RETURN",
    "PAID_AHEAD",
    "PAID_IN_CASH",
    "CancelReason",
    "ChargeStatus",
    "Checkout",
    "CheckoutDelivery",
    "CheckoutLine",
    "HistoryCode",
    "Order",
    "OrderHistory",
    "OrderLine",
    "OrderStatus",
    "PaymentAllocation",
    "PaymentMethod",
    "PosMethod",
    "PosSale",
    "PosSaleStatus",
    "RequestedBy",
    "Return",
    "ReturnLine",
    "ReturnReason",
    "ReturnState",
    "SoldAs",
]
