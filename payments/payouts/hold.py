"""A new bank account is paid nothing for two days: time for its owner to see that somebody else changed it.

The former account is paid nothing new either, since it may be the reason for the change. Payouts made meanwhile wait.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from core import clock
from payments.models import Payee

HOLD = timedelta(hours=48)


def held_until(payee: Payee) -> datetime | None:
    """Until when the payee's bank account is too new to be paid; None where it is not."""
    until = payee.bank_changed_at + HOLD if payee.bank_changed_at else None
    return until if until and until > clock.now() else None


def on_hold() -> Q:
    """Payouts whose account is too new to be paid."""
    return Q(send_after__gt=clock.now())
