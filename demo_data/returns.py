"""Sample returns: one requested by its buyer, one refunded in part by VNPay."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from accounts.models import User
from demo_data import time_travel
from demo_data.sales import Market, deliver_events, seed_sale
from demo_data.sales_plan import Sale
from orders.models import Order, ReturnReason
from orders.returns.services.open_return import open_return
from orders.returns.services.request_return import request_return
from payments.refunds.services.send_refund import send_refund

_FORM = UUID(int=1)  # sent once by nobody


def seed_requested_return(sale: Sale, market: Market, moment: datetime, *, number: int, user: User) -> None:
    """A delivered order with a return request that waits for the seller."""
    (order,) = seed_sale(sale, market, number=number, user=user)
    with time_travel.travel_to(moment):
        request_return(
            order_id=order.pk, quantities=_one(order), with_delivery=False, reason=ReturnReason.DAMAGED,
            words="Một túi bị dập gần hết, em có chụp ảnh.", form_key=_FORM, actor=user,
        )  # fmt: skip


def seed_completed_return(sale: Sale, market: Market, moment: datetime, *, number: int) -> None:
    """A delivered order with a return opened by the seller and refunded by VNPay."""
    (order,) = seed_sale(sale, market, number=number)
    with time_travel.travel_to(moment):
        returned = open_return(
            order_id=order.pk, quantities=_one(order), with_delivery=False, reason=ReturnReason.MISSING,
            words="Giao thiếu một gói.", form_key=_FORM, actor=market.managers[order.seller_id],
        )  # fmt: skip
        deliver_events()
        if settings.VNPAY_SANDBOX:
            send_refund(refund_id=returned.refund_id)
            deliver_events()


def _one(order: Order) -> dict[UUID, int]:
    line = order.lines.earliest("pk")
    return {line.pk: 1}
