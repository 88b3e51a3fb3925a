"""Payouts of the pilot's sellers: by their schedule, in files sent to the bank, confirmed the day after."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial

from accounts.models import User
from cooperatives.models import Seller
from cooperatives.services.request_payout import request_payout
from cooperatives.services.set_payout_schedule import set_payout_schedule
from core import clock
from demo_data.timeline import Timeline
from payments import sdk
from payments.models import Payout, PayoutBatch, PayoutStatus
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.reject_payout import reject_payout
from payments.payouts.services.run_schedule import run_schedule

DRAWS_ITSELF = "htx-mau-my-tho"  # the demo cooperative: its manager finds the button
DRAWS_ON = 10  # day of the month
REFUSED_WEEKS_AGO = 4  # in that week's file the bank returned one payout
_FILE, _ANSWER = timedelta(hours=3), timedelta(days=1, hours=4)  # after the morning's run


def plan_payouts(
    line: Timeline, sellers: Mapping[str, Seller], people: Mapping[str, User], *, since: datetime, now: datetime
) -> None:
    """Every Monday the schedule and the file, a day later the confirmation; the last file is not confirmed yet."""
    own, manager = sellers[DRAWS_ITSELF], people["cooperative"]
    line.at(since, lambda: set_payout_schedule(seller_id=own.pk, interval="manual", actor=manager))
    for day in _days(since, now):
        morning = datetime.combine(day, time(6, 15), tzinfo=clock.VIETNAM)
        if day.day == DRAWS_ON and now - morning > timedelta(days=20):
            line.at(morning, partial(_draw, own, manager, day))
        if day.isoweekday() == 1:
            line.at(morning, run_schedule)
            weeks_ago = (now - morning).days // 7
            line.at(morning + _FILE, partial(_send, line, people, morning, weeks_ago))


def _send(line: Timeline, people: Mapping[str, User], morning: datetime, weeks_ago: int) -> None:
    if not Payout.objects.filter(status=PayoutStatus.PENDING).exists():
        return
    batch = make_batch(actor=people["operator"])
    if weeks_ago:
        refused = weeks_ago == REFUSED_WEEKS_AGO
        line.at(morning + _ANSWER, lambda: _answer(batch, people["operator"], refused))


def _answer(batch: PayoutBatch, operator: User, refused: bool) -> None:
    day = clock.today()
    for number, payout in enumerate(batch.payouts.order_by("sequence"), 1):
        if refused and number == 1:
            reject_payout(payout_id=payout.pk, reason="Số tài khoản không tồn tại (mẫu)", actor=operator)
        else:
            confirm_payout(payout_id=payout.pk, bank_reference=f"MAU{day:%y%m%d}{number:03}", actor=operator)


def _draw(seller: Seller, manager: User, day: date) -> None:
    if sdk.balances.of(seller.payee_ref).available > 0:
        request_payout(seller_id=seller.pk, actor=manager, idempotency_key=f"{day:%Y-%m}")


def _days(since: datetime, now: datetime) -> Iterator[date]:
    day, last = clock.local(since).date() + timedelta(days=1), clock.local(now).date()
    while day < last:
        yield day
        day += timedelta(days=1)
