"""Payouts to payees' bank accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Sum

from payments import models
from payments.models import PayoutStatus
from payments.payouts import schedule
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.create_payout import create_payout
from payments.sdk._run_once import create_once
from payments.sdk.accounts import Account


@dataclass(frozen=True)
class Payout:
    """A payout of a payee's money to its bank account."""

    id: str
    destination: str  # the payee
    amount: int
    status: str  # Stripe's: "pending", "in_transit", "paid", "failed", "canceled"
    automatic: bool
    code: str  # in the transfer's text
    bank_bin: str
    bank_last4: str
    bank_holder: str
    description: str
    bank_reference: str  # the bank's own number, once paid
    failure_message: str  # the bank's reason
    arrival_on: date  # first expected, then actual
    created: datetime
    ended_at: datetime | None


_COLUMNS = (
    "id", "payee_id", "amount", "status", "automatic", "code", "bank_bin", "bank_account_no", "bank_account_name",
    "description", "bank_reference", "failure_message", "arrival_on", "created_at", "ended_at",
)  # fmt: skip


def create(*, account: str, idempotency_key: str, amount: int | None = None, description: str = "") -> Payout:
    """Pay out `amount` đồng (None: all that is available). Raises BALANCE_INSUFFICIENT, NO_BANK_ACCOUNT."""
    arguments = {"payee_id": account, "amount": amount, "description": description}

    def run() -> str:
        return create_payout(payee_id=account, amount=amount, description=description).pk

    return retrieve(create_once("payouts.create", idempotency_key, arguments, run))


def cancel(id: str) -> Payout:
    """Cancel a payout that is not in a batch yet. Raises PAYOUT_UNEXPECTED_STATE."""
    return _payout(vars(cancel_payout(payout_id=id)))


def retrieve(id: str) -> Payout:
    return _payout(models.Payout.objects.values(*_COLUMNS).get(pk=id))


def of(account: str, limit: int = 50) -> list[Payout]:
    """A payee's payouts: open ones first, then the latest (1 statement)."""
    rows = models.Payout.objects.filter(payee=account).order_by(F("ended_at").desc(nulls_first=True), "-sequence")
    return [_payout(row) for row in rows.values(*_COLUMNS)[:limit]]


def in_transit(account: str) -> int:
    """The total of a payee's open payouts, in đồng (1 statement)."""
    is_open = [PayoutStatus.PENDING, PayoutStatus.IN_TRANSIT]
    payouts = models.Payout.objects.filter(payee=account, status__in=is_open)
    return payouts.aggregate(sum=Sum("amount", default=0))["sum"]


def next_day(account: Account, after: date) -> date | None:
    """The first day after `after` on which the payee's schedule pays; None for a manual schedule."""
    return schedule.next_day(account.payout_interval, account.payout_anchor, after)


def _payout(row: Mapping[str, Any]) -> Payout:
    return Payout(
        id=row["id"],
        destination=row["payee_id"],
        amount=row["amount"],
        status=str(row["status"]),
        automatic=row["automatic"],
        code=row["code"],
        bank_bin=row["bank_bin"],
        bank_last4=row["bank_account_no"][-4:],
        bank_holder=row["bank_account_name"],
        description=row["description"],
        bank_reference=row["bank_reference"],
        failure_message=row["failure_message"],
        arrival_on=row["arrival_on"],
        created=row["created_at"],
        ended_at=row["ended_at"],
    )
