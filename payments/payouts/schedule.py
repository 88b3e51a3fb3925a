"""The days on which a schedule pays, and when the bank should have the money there. Days are Việt Nam's."""

from datetime import date, timedelta

from payments.models import Payee, PayoutInterval

_SATURDAY = 5


def is_due(payee: Payee, day: date) -> bool:
    """Whether the payee's schedule pays on this day: weekly anchors 1 (Monday) to 7, monthly ones day 1 to 28."""
    match payee.payout_interval:
        case PayoutInterval.DAILY:
            return True
        case PayoutInterval.WEEKLY:
            return day.isoweekday() == payee.payout_anchor
        case PayoutInterval.MONTHLY:
            return day.day == payee.payout_anchor
        case _:
            return False


def next_day(interval: str, anchor: int, after: date) -> date | None:
    """The first day after `after` on which such a schedule pays; None for a manual schedule."""
    payee = Payee(payout_interval=interval, payout_anchor=anchor)
    days = (after + timedelta(days=ahead) for ahead in range(1, 32))
    return next((day for day in days if is_due(payee, day)), None)


def expected_arrival(day: date) -> date:
    """The next working day: a person sends the file to the bank on it. Holidays are not known here."""
    day += timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day
