"""Reads of counter sales: a seller's of a day with their sums, one receipt, and the sale as others may count it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, Sum

from cooperatives.models import Seller
from core import clock
from orders.counter.codes import read_receipt_code
from orders.ids import read_uuid
from orders.models import CounterMethod, CounterSale, CounterStatus
from orders.queries.sale import Sale


@dataclass(frozen=True)
class Day:
    """A seller's counter sales of one Vietnamese day, the newest first. Sums (đồng) are of what is paid."""

    day: date
    sales: list[CounterSale]
    count: int  # paid
    total: int
    by_transfer: int
    in_cash: int
    waiting: int  # how many wait for their money
    more: int  # how many are not in `sales`


def counter_day(seller: Seller, day: date | None = None, limit: int = 50) -> Day:
    """The sales of a day, today's by default (two statements)."""
    day = day or clock.today()
    start = datetime.combine(day, time(), tzinfo=clock.VIETNAM)
    of_day = CounterSale.objects.filter(seller=seller, created_at__gte=start, created_at__lt=start + timedelta(days=1))
    paid = Q(status=CounterStatus.PAID)
    sums = of_day.aggregate(
        all=Count("pk"),
        count=Count("pk", filter=paid),
        by_transfer=Sum("amount", filter=paid & Q(method=CounterMethod.VIETQR), default=0),
        in_cash=Sum("amount", filter=paid & Q(method=CounterMethod.CASH), default=0),
        waiting=Count("pk", filter=Q(status=CounterStatus.WAITING)),
    )
    sales = list(of_day.order_by("-created_at")[:limit])
    return Day(
        day=day,
        sales=sales,
        count=sums["count"],
        total=sums["by_transfer"] + sums["in_cash"],
        by_transfer=sums["by_transfer"],
        in_cash=sums["in_cash"],
        waiting=sums["waiting"],
        more=sums["all"] - len(sales),
    )


def sale_of_seller(seller: Seller, code: str) -> CounterSale | None:
    """The seller's sale with this receipt number (one statement)."""
    read = read_receipt_code(code)
    return CounterSale.objects.filter(seller=seller, code=read).select_related("made_by").first() if read else None


def receipt(code: str) -> CounterSale | None:
    """The sale that a receipt's number names, for whoever knows it, with the seller (one statement).

    Paid, or undone since: whoever holds the receipt sees that it is worth nothing any more.
    """
    read = read_receipt_code(code)
    if read is None:
        return None
    given = CounterSale.objects.filter(paid_at__isnull=False, code=read)
    return given.select_related("seller__address__unit__parent").first()


def counted_sale(sale_id: str) -> Sale | None:
    """The sale as others may count it, or None for one that is unknown or never was paid (one statement).

    One that was undone counts as sold first, and is taken back by an event of its own: whichever is heard when.
    """
    row = CounterSale.objects.filter(pk=read_uuid(sale_id), paid_at__isnull=False).first()
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
