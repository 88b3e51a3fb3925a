"""Money to payees' banks."""

from datetime import date

from django.db.models import F, Sum

from payments import models
from payments.models import PayoutStatus
from payments.payouts import schedule
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.create_payout import create_payout
from payments.sdk import objects
from payments.sdk._run_once import create_once
from payments.sdk.objects import Account, Payout


def create(*, account: str, idempotency_key: str, amount: int | None = None, description: str = "") -> Payout:
    """Send `amount` đồng (None: all that is available) to the payee's bank. BALANCE_INSUFFICIENT, NO_BANK_ACCOUNT."""
    arguments = {"payee_id": account, "amount": amount, "description": description}
    run = lambda: create_payout(payee_id=account, amount=amount, description=description).pk  # noqa: E731
    return retrieve(create_once("payouts.create", idempotency_key, arguments, run))


def cancel(id: str) -> Payout:
    """Call it off before it is in a file. PAYOUT_UNEXPECTED_STATE."""
    return objects.payout(cancel_payout(payout_id=id))


def retrieve(id: str) -> Payout:
    return objects.payout(models.Payout.objects.get(pk=id))


def of(account: str, limit: int = 50) -> list[Payout]:
    """A payee's payouts: those on their way first, then the latest (1 statement)."""
    rows = models.Payout.objects.filter(payee=account).order_by(F("ended_at").desc(nulls_first=True), "-sequence")
    return [objects.payout(row) for row in rows[:limit]]


def on_the_way(account: str) -> int:
    """What has left the payee's balance and is not at its bank yet, in đồng (1 statement)."""
    in_transit = models.Payout.objects.filter(payee=account, status__in=[PayoutStatus.PENDING, PayoutStatus.IN_TRANSIT])
    return in_transit.aggregate(sum=Sum("amount", default=0))["sum"]


def next_day(account: Account, after: date) -> date | None:
    """The first day after `after` on which the payee's schedule pays; None where it pays only when asked."""
    return schedule.next_day(account.payout_interval, account.payout_anchor, after)
