"""Time: aware datetimes, and the days and months of Việt Nam."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The current time, aware, in UTC."""
    return timezone.now()


def local(moment: datetime) -> datetime:
    """The same moment in Vietnamese time (GMT+7)."""
    return moment.astimezone(VIETNAM)


def today() -> date:
    """Today's date in Việt Nam."""
    return local(now()).date()


def month_of(moment: datetime) -> date:
    """The first day of the Vietnamese month in which the moment lies; months are named by it."""
    return local(moment).date().replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after `month`."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(month: date) -> date:
    """The first day of the month before `month`."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def months_ending(last: date, count: int) -> list[date]:
    """The first days of `count` months that end with the month `last`, oldest first."""
    months = [last]
    while len(months) < count:
        months.append(previous_month(months[-1]))
    return months[::-1]


def add_months(day: date, months: int) -> date:
    """The same day `months` later or earlier; the last day of a month that lacks it (Civil Code, Art. 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_span(month: date) -> tuple[datetime, datetime]:
    """The month's first moment and the first moment after it, aware, in UTC."""
    start, end = (datetime(m.year, m.month, 1, tzinfo=VIETNAM) for m in (month, next_month(month)))
    return start.astimezone(UTC), end.astimezone(UTC)
