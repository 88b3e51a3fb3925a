"""Sample sales at stalls in the last weeks: cash, and transfers confirmed by a bank feed or by the seller."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from accounts.models import User
from cooperatives.models import Seller
from core import clock
from demo_data.banks import notify_bank_transfer
from demo_data.content import SellerRow
from demo_data.timeline import Timeline
from orders.models import PosMethod, PosSale
from orders.pos.services.mark_sale_as_paid import mark_sale_as_paid
from orders.pos.services.record_sale import record_sale

SINCE = datetime(2026, 11, 1, 6, tzinfo=clock.VIETNAM)  # the month from which the cashless share counts stalls
LONGEST = timedelta(days=60)  # a market loaded much later has no more than these
POS_SALES_A_WEEK = {"htx-mau-my-tho": 5, "ho-mau-1": 4, "ho-mau-2": 2, "ho-mau-13": 2, "htx-mau-lai-vung": 1}  # a week
TRANSFER_PERCENT = 58
_WHAT = ("", "", "2 kg xoài cát Chu", "Xoài sấy 2 gói", "Xoài tượng 3 kg", "Mật ong 1 chai", "Quýt hồng 2 kg")


@dataclass(frozen=True)
class PlannedPosSale:
    seller: str  # the content's key
    at: datetime
    amount: int  # đồng
    method: str
    note: str
    key: UUID


def pos_sales_plan(rows: Mapping[str, SellerRow], *, since: datetime, now: datetime) -> Iterator[PlannedPosSale]:
    """The same sales every time for the same day, in order."""
    chance = random.Random(1145)  # noqa: S311 - the same every time is what is wanted
    day = clock.local(max(since, SINCE, now - LONGEST)).date()
    while day <= clock.local(now).date():
        sales = []
        for seller, a_week in POS_SALES_A_WEEK.items():
            for _ in range(2):  # at most so many a day
                lot, hour, minute = chance.randint(1, 14), chance.randint(6, 11), chance.randint(0, 59)
                amount = chance.choice((20, 30, 35, 45, 50, 60, 75, 90, 120, 150, 240)) * 1_000
                method = PosMethod.VIETQR if chance.randint(1, 100) <= TRANSFER_PERCENT else PosMethod.CASH
                note, key = chance.choice(_WHAT), UUID(int=chance.getrandbits(128))
                at = datetime.combine(day, time(hour, minute), tzinfo=clock.VIETNAM)
                if seller in rows and lot <= a_week and at < now - timedelta(minutes=30):
                    sales.append(PlannedPosSale(seller, at, amount, method, note, key))
        yield from sorted(sales, key=lambda sale: sale.at)
        day += timedelta(days=1)


def plan_pos_sales(
    line: Timeline,
    rows: Mapping[str, SellerRow],
    sellers: Mapping[str, Seller],
    managers: Mapping[int, User],
    *,
    since: datetime,
    now: datetime,
) -> int:
    """Schedule them on the timeline. Returns their number."""
    sales = list(pos_sales_plan(rows, since=since, now=now))
    for one in sales:
        seller = sellers[one.seller]
        line.at(one.at, partial(_sell, line, one, seller, managers[seller.pk]))
    return len(sales)


def _sell(line: Timeline, one: PlannedPosSale, seller: Seller, actor: User) -> None:
    sale = record_sale(
        seller_id=seller.pk, amount=one.amount, method=one.method, note=one.note, form_key=one.key, actor=actor
    )
    PosSale.objects.filter(pk=sale.pk).update(is_sample=True)
    if one.method == PosMethod.VIETQR:
        line.at(one.at + timedelta(minutes=1), partial(_receive, sale, actor))


def _receive(sale: PosSale, actor: User) -> None:
    if not notify_bank_transfer(sale.intent_id):
        mark_sale_as_paid(sale_id=sale.pk, actor=actor)
