"""Queries of bank transfers."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from payments.base.mode import livemode
from payments.models import (
    OPEN_STATUSES,
    UNSUCCESSFUL_REFUND_STATUSES,
    AttemptStatus,
    BankAccount,
    BankTransfer,
    ConfirmationSource,
    PaymentIntent,
    Refund,
    TransferState,
)
from payments.providers import methods_confirmed_by
from payments.providers.base import ConfirmedBy


def unmatched_transactions(account: str | None) -> QuerySet[BankTransfer]:
    """Transfers that nobody has decided, into the accounts of a payee (None: the operator's), oldest first."""
    rows = BankTransfer.objects.filter(state=TransferState.UNMATCHED, account__payee_id=account, livemode=livemode())
    return rows.select_related("attempt", "account").order_by("created_at", "pk")


def payable_by_transfer(
    amounts: Collection[int], *, account: str | None = None, declared_since: datetime | None = None
) -> QuerySet[PaymentIntent]:
    """Payments to a payee (None: the operator) of one of these amounts that a transfer may pay, newest first.

    Open ones whose QR was shown; with `declared_since` also those that the payee has declared received since then,
    that no transfer is known to have paid and that were not given back (1 statement).
    """
    by_transfer = methods_confirmed_by(ConfirmedBy.BANK_TRANSFER)
    may = Q(attempts__provider__in=by_transfer, attempts__status=AttemptStatus.OPEN, status__in=OPEN_STATUSES)
    if declared_since is not None:
        may |= Q(
            attempts__status=AttemptStatus.SUCCEEDED,
            attempts__confirmed_by=ConfirmationSource.DECLARED,
            succeeded_at__gte=declared_since,
        )
    gone = Refund.objects.filter(intent=OuterRef("pk"), amount=OuterRef("amount"))
    intents = PaymentIntent.objects.filter(
        may, ~Exists(gone.exclude(status__in=UNSUCCESSFUL_REFUND_STATUSES)), amount__in=list(amounts), payee=account,
        livemode=livemode(),
    )  # fmt: skip
    return intents.order_by("-sequence").distinct()[:200]


def former_accounts() -> QuerySet[BankAccount]:
    """The operator's accounts that are no longer shown, newest first; their transfers are still ingested."""
    return BankAccount.objects.filter(payee=None, livemode=livemode(), is_active=False).order_by("-pk")
