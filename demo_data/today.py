"""Open tasks for the demo people: orders to confirm, one overdue, some to fulfill, one cancelled, one in review, one
with a return request.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import User
from demo_data import time_travel
from demo_data.content import ProductRow
from demo_data.returns import seed_completed_return, seed_requested_return
from demo_data.sales import Market, deliver_events, seed_sale
from demo_data.sales_plan import Piece, Sale, buyer
from orders.fulfilment.services.cancel_order import cancel_order
from orders.models import CancelReason, PaymentMethod
from payments.models import Attempt
from payments.providers.results import Outcome
from payments.refunds.services.send_refund import send_refund
from sandbox.vnpay import faults

FIRST_NUMBER = 900  # their references, distinct from those of the past
Items = Sequence[tuple[str, int, int]]  # product's key, which pack, how many


def seed_recent_sales(market: Market, products: Sequence[ProductRow], people: Mapping[str, User], now: datetime) -> int:
    """A dozen orders of the last days of the demo household and the demo cooperative. Returns their number."""
    rows = {row.key: row for row in products}

    def sale(hours_ago: float, who: int, items: Items, *, commune: str | None = "26743", **more: object) -> Sale:
        pieces = [Piece(rows[key], rows[key].variants[pack], count) for key, pack, count in items]
        values = {"method": "vnpay", "confirmed_at": None, "fulfilled_at": None} | more
        return Sale(now - timedelta(hours=hours_ago), buyer(who), pieces, commune, **values)  # type: ignore[arg-type]

    def ago(hours: float) -> datetime:
        return now - timedelta(hours=hours)

    waiting = [
        sale(29, 3, [("xoai-vuon-nha", 1, 1)], commune="31135"),  # late: a seller should answer within 24 hours
        sale(5, 11, [("xoai-vuon-nha", 0, 2), ("xoai-tuong-da-xanh", 0, 1)], commune="30076", method="vietqr"),
        sale(2, 17, [("xoai-vuon-nha", 0, 1)], commune=None, method="cash"),
        sale(46, 8, [("xoai-tuong-da-xanh", 0, 3)], commune="29869", method="cod", confirmed_at=ago(40)),
        sale(7, 21, [("xoai-cat-chu-cao-lanh", 0, 2)], method="vietqr"),
        sale(3, 5, [("xoai-cat-hoa-loc-loai-1", 1, 1), ("tra-sen", 0, 1)], commune="00070"),
        sale(30, 14, [("xoai-cat-chu-cao-lanh", 2, 1)], commune="26740", confirmed_at=ago(26)),
        sale(20, 2, [("xoai-say-gion", 0, 4)], commune=None, method="cash", confirmed_at=ago(18)),
    ]
    for number, one in enumerate(waiting, FIRST_NUMBER):
        seed_sale(one, market, number=number)
    own = [
        sale(24 * 9, 0, [("tra-sen", 0, 1)], confirmed_at=ago(24 * 9 - 4), fulfilled_at=ago(24 * 8)),
        sale(4, 0, [("xoai-cat-chu-cao-lanh", 1, 1), ("xoai-say-deo", 0, 2)]),
    ]
    for number, one in enumerate(own, FIRST_NUMBER + len(waiting)):
        seed_sale(one, market, number=number, user=people["buyer"])
    _canceled_sale(sale(27, 30, [("mat-ong-hoa-tram", 0, 1)]), market, ago(25), number=FIRST_NUMBER + 10)
    unrefunded = sale(31, 26, [("xoai-vuon-nha", 0, 1)], commune="30076", method="vietqr")
    _canceled_sale(unrefunded, market, ago(29), number=FIRST_NUMBER + 11)
    awaited = sale(1, 19, [("xoai-vuon-nha", 0, 1)], commune="30076", method="vietqr")
    seed_sale(awaited, market, number=FIRST_NUMBER + 12, word=None)
    seed_sale(sale(6, 33, [("kho-ca-loc", 1, 1)]), market, number=FIRST_NUMBER + 20, word=Outcome.REVIEW)
    returned = sale(64, 13, [("xoai-cat-chu-cao-lanh", 0, 3)], confirmed_at=ago(60), fulfilled_at=ago(50))
    seed_completed_return(returned, market, ago(30), number=FIRST_NUMBER + 13)
    requested = sale(62, 0, [("xoai-vuon-nha", 0, 2)], confirmed_at=ago(58), fulfilled_at=ago(40))
    seed_requested_return(requested, market, ago(6), number=FIRST_NUMBER + 14, user=people["buyer"])
    return len(waiting) + len(own) + 6


@contextmanager
def _without_warning(name: str) -> Iterator[None]:
    """Suppress log lines of the simulated faults on the demo's terminal."""
    logger = logging.getLogger(name)
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = False


def _canceled_sale(sale: Sale, market: Market, moment: datetime, *, number: int) -> None:
    """Paid, then cancelled by the seller: VNPay never answers about the refund, so it waits for the operator.

    Refunds of money that the seller collected wait for the seller.
    """
    (order,) = seed_sale(sale, market, number=number)
    with time_travel.travel_to(moment):
        attempt = Attempt.objects.get(intent_id=order.allocation.intent_id)
        cancel_order(order_id=order.pk, actor=market.managers[order.seller_id], reason=CancelReason.CANNOT_DELIVER)
        deliver_events()
        if settings.VNPAY_SANDBOX and order.payment_method == PaymentMethod.VNPAY:
            faults.let("refund", "silent", txn_ref=attempt.reference)
            with _without_warning("payments.providers.vnpay.refund"):
                send_refund(refund_id=attempt.refunds.get().pk)
