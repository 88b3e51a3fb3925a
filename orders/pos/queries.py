"""Reads of POS sales: a seller's day with its totals, one receipt, and the sale as figures count it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, Sum

from cooperatives.models import Seller
from core import clock
from orders.identifiers import read_uuid
from orders.models import PosMethod, PosSale, PosSaleStatus
from orders.pos.identifiers import read_receipt_code
from orders.queries import Sale


@dataclass(frozen=True)
class SalesOfDay:
    """A seller's POS sales of one day in Vietnam, the newest first. Totals (đồng) are of paid sales."""

    day: date
    sales: list[PosSale]
    count: int  # paid
    total: int
    by_transfer: int
    in_cash: int
    waiting: int  # how many wait for their payment
    more: int  # how many are not in `sales`


def sales_of_day(seller: Seller, day: date | None = None, limit: int = 50) -> SalesOfDay:
    """The sales of a day, today's by default (two statements)."""
    day = day or clock.today()
    start = datetime.combine(day, time(), tzinfo=clock.VIETNAM)
    of_day = PosSale.objects.filter(seller=seller, created_at__gte=start, created_at__lt=start + timedelta(days=1))
    paid = Q(status=PosSaleStatus.PAID)
    sums = of_day.aggregate(
        all=Count("pk"),
        count=Count("pk", filter=paid),
        by_transfer=Sum("amount", filter=paid & Q(method=PosMethod.VIETQR), default=0),
        in_cash=Sum("amount", filter=paid & Q(method=PosMethod.CASH), default=0),
        waiting=Count("pk", filter=Q(status=PosSaleStatus.WAITING)),
    )
    sales = list(of_day.order_by("-created_at")[:limit])
    return SalesOfDay(
        day=day,
        sales=sales,
        count=sums["count"],
        total=sums["by_transfer"] + sums["in_cash"],
        by_transfer=sums["by_transfer"],
        in_cash=sums["in_cash"],
        waiting=sums["waiting"],
        more=sums["all"] - len(sales),
    )


def sale_of_seller(seller: Seller, code: str) -> PosSale | None:
    """The seller's sale with this receipt number (one statement)."""
    read = read_receipt_code(code)
    return PosSale.objects.filter(seller=seller, code=read).select_related("recorded_by").first() if read else None


def receipt(code: str) -> PosSale | None:
    """The sale with this receipt number, for anyone who knows it, with its seller (one statement).

    A voided sale is included: the holder of the receipt sees that it is void.
    """
    read = read_receipt_code(code)
    if read is None:
        return None
    paid = PosSale.objects.filter(paid_at__isnull=False, code=read)
    return paid.select_related("seller__address__unit__parent").first()


def counted_sale(sale_id: str) -> Sale | None:
    """The sale as figures count it; None if it is unknown or was never paid (one statement).

    A voided sale counts as sold and is reversed by an event of its own, in any order.
    """
    row = PosSale.objects.filter(pk=read_uuid(sale_id), paid_at__isnull=False).first()
    if row is None or row.paid_at is None:
        return None
    return Sale(
        ref=row.code,
        seller_id=row.seller_id,
        method=row.method,
        total=row.amount,
        paid_at=row.paid_at,
        is_declared=row.paid_declared,
        is_sample=row.is_sample,
    )
