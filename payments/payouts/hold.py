"""Hold payouts to a new bank account for two days: time for its owner to notice that somebody else changed it.

The former account is paid nothing new either, since it may be the reason for the change. Payouts created meanwhile
wait.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from core import clock

HOLD = timedelta(hours=48)


def held_until(bank_changed_at: datetime | None) -> datetime | None:
    """Until when payouts to a bank account that was changed at this moment are held; None where they are not."""
    until = bank_changed_at + HOLD if bank_changed_at else None
    return until if until and until > clock.now() else None


def on_hold() -> Q:
    """Payouts that are held because their account is too new."""
    return Q(send_after__gt=clock.now())
