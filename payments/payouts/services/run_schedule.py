"""Create the payouts of the payees whose day it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction

from core import clock
from core.errors import DomainError
from payments.base.locks import lock_payee
from payments.base.mode import livemode
from payments.ledger import balances
from payments.models import Payee, Payout, PayoutInterval
from payments.payouts.schedule import is_due
from payments.payouts.services.create_payout import create_payout

_AT_ONCE = 500


@dataclass(frozen=True)
class Ran:
    """The payouts created (po_…), and the payees that were due and not paid: {acct_…: the refusal's code}."""

    paid: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def run_schedule(*, day: date | None = None) -> Ran:
    """A payout of all that is available for each payee whose schedule pays on `day` (None: today).

    Each in a transaction of its own; run again on the same day it pays nobody a second time. Payees with nothing to pay
    are passed over in silence, those in debt or without a bank account are listed.
    """
    day, ran = day or clock.today(), Ran()
    for payee_id in _due(day):
        try:
            payout = _pay(payee_id, day)
        except DomainError as refusal:
            ran.skipped[payee_id] = refusal.code
        else:
            if payout:
                ran.paid.append(payout.pk)
    return ran


def _due(day: date) -> Iterator[str]:
    """Payees of this mode whose day it is and whose balance is not zero."""
    payees = Payee.objects.filter(livemode=livemode()).exclude(payout_interval=PayoutInterval.MANUAL)
    due = [payee.pk for payee in payees.order_by("pk").iterator() if is_due(payee, day)]
    for start in range(0, len(due), _AT_ONCE):
        some = due[start : start + _AT_ONCE]
        held = balances.balances(some)
        yield from (payee_id for payee_id in some if held[payee_id].available)


def _pay(payee_id: str, day: date) -> Payout | None:
    midnight = datetime.combine(day, time(), tzinfo=clock.VIETNAM)
    with transaction.atomic():
        lock_payee(payee_id)  # of two concurrent runs the second waits, then sees the payouts of the first
        if Payout.objects.filter(payee_id=payee_id, automatic=True, created_at__gte=midnight).exists():
            return None
        return create_payout(payee_id=payee_id, automatic=True)
