"""Reads for the operator's payouts: what is owed and why it was not sent, what is in progress, what the bank had."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import NotFound
from payments.base.mode import livemode
from payments.ledger import chart
from payments.models import JournalEntry, LedgerEntry, Payee, Payout, PayoutBatch, PayoutStatus
from payments.payouts.hold import on_hold
from payments.payouts.schedule import next_day
from payments.payouts.services.create_payout import has_bank_account

_UNDERWAY = (PayoutStatus.PENDING, PayoutStatus.IN_TRANSIT)


@dataclass(frozen=True)
class Totals:
    """What the operator owes and has sent off, in đồng."""

    ready: int  # available to payees, debts not taken off
    payees_ready: int
    debts: int  # what payees owe
    pending: int  # the return window is open
    waiting: int  # payouts not yet in a file
    waiting_count: int
    waiting_since: date | None
    held: int  # of those waiting: the account is too new
    held_count: int
    at_bank: int  # in a file, without the bank's confirmation
    at_bank_count: int

    @property
    def to_send(self) -> int:
        return self.waiting - self.held

    @property
    def to_send_count(self) -> int:
        return self.waiting_count - self.held_count


@dataclass(frozen=True)
class Owed:
    """A payee with money that was not sent, and why: "debt", "no_bank", "on_hold", "manual" or "scheduled"."""

    payee: Payee
    available: int
    pending: int
    available_account: int | None  # the ledger accounts that the sums link to
    pending_account: int | None
    next_on: date | None

    @property
    def why(self) -> str:
        if self.available < 0:
            return "debt"
        if self.available == 0:
            return "on_hold"
        if not has_bank_account(self.payee):
            return "no_bank"
        return "scheduled" if self.next_on else "manual"

    @property
    def can_pay(self) -> bool:
        return self.why in ("manual", "scheduled")


def totals() -> Totals:
    """Sums over all payees of this mode (2 statements)."""
    held = _held().aggregate(
        ready=Sum("available", filter=Q(available__gt=0), default=0),
        payees_ready=Count("available", filter=Q(available__gt=0)),
        debts=Sum("available", filter=Q(available__lt=0), default=0),
        on_hold=Sum("pending", default=0),
    )
    waits, going = Q(status=PayoutStatus.PENDING), Q(status=PayoutStatus.IN_TRANSIT)
    sent = Payout.objects.filter(livemode=livemode(), status__in=_UNDERWAY).aggregate(
        waiting=Sum("amount", filter=waits, default=0),
        waiting_count=Count("pk", filter=waits),
        since=Min("created_at", filter=waits),
        held=Sum("amount", filter=waits & on_hold(), default=0),
        held_count=Count("pk", filter=waits & on_hold()),
        at_bank=Sum("amount", filter=going, default=0),
        at_bank_count=Count("pk", filter=going),
    )
    since = sent.pop("since")
    return Totals(
        ready=held["ready"],
        payees_ready=held["payees_ready"],
        debts=-held["debts"],
        pending=held["on_hold"],
        waiting_since=clock.local(since).date() if since else None,
        **sent,
    )


def owed(offset: int = 0, limit: int = 50) -> list[Owed]:
    """Payees with money here or in debt, the most available first, debts last (2 statements)."""
    order = (F("available").desc(), F("pending").desc(), "account__payee")
    rows = list(_held().exclude(available=0, pending=0).order_by(*order)[offset : offset + limit])
    payees, today = Payee.objects.in_bulk([row["account__payee"] for row in rows]), clock.today()
    return [_owed(payees[row["account__payee"]], row, today) for row in rows]


def _owed(payee: Payee, row: dict[str, int], today: date) -> Owed:
    return Owed(
        payee=payee,
        available=row["available"],
        pending=row["pending"],
        available_account=row["available_account"],
        pending_account=row["pending_account"],
        next_on=next_day(payee.payout_interval, payee.payout_anchor, today),
    )


def waiting() -> QuerySet[Payout]:
    """Payouts not yet in a file, oldest first, each with its payee and `movement` (1 statement)."""
    return _with_movement(Payout.objects.filter(status=PayoutStatus.PENDING, livemode=livemode()))


def batches() -> QuerySet[PayoutBatch]:
    """Files for the bank, latest first, with their counts and sums (1 statement)."""
    made = PayoutBatch.objects.filter(livemode=livemode()).select_related("created_by").order_by("-sequence")
    return made.annotate(
        count=Count("payouts"),
        total=Sum("payouts__amount", default=0),
        going=Count("payouts", filter=Q(payouts__status=PayoutStatus.IN_TRANSIT)),
        failed=Count("payouts", filter=Q(payouts__status=PayoutStatus.FAILED)),
    )


def batch(batch_id: str) -> PayoutBatch:
    """A file with its payouts, each with its payee and `movement` (2 statements). Raises NotFound."""
    rows = PayoutBatch.objects.filter(pk=batch_id).select_related("created_by")
    found = rows.prefetch_related(Prefetch("payouts", _with_movement(Payout.objects.all()))).first()
    if found is None:
        raise NotFound(_("Không tìm thấy tệp chuyển tiền này."))
    return found


def _with_movement(payouts: QuerySet[Payout]) -> QuerySet[Payout]:
    made = JournalEntry.objects.filter(reason="payout", reason_ref=OuterRef("pk")).values("pk")
    return payouts.select_related("payee").annotate(journal_entry=Subquery(made)).order_by("sequence")


def _held() -> Any:  # a grouped query, whose rows the stubs cannot name
    """By payee of this mode: `available` and `pending` in đồng, and the accounts that hold them."""
    ready, held = Q(account__code=chart.PAYEE_AVAILABLE), Q(account__code=chart.PAYEE_PENDING)
    entries = LedgerEntry.objects.filter(ready | held, account__livemode=livemode()).values("account__payee")
    return entries.annotate(
        available=-Sum("amount", filter=ready, default=0),
        pending=-Sum("amount", filter=held, default=0),
        available_account=Max("account", filter=ready),
        pending_account=Max("account", filter=held),
    )
