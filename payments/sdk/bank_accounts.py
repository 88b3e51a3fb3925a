"""Accounts into which buyers transfer: payees' own, and the operator's (account None)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from core import clock
from payments import models
from payments.bank.feeds import CALLING
from payments.bank.services.open_bank_account import open_bank_account
from payments.base.mode import livemode
from payments.payouts.hold import HOLD
from payments.sdk import bank_objects
from payments.sdk.bank_objects import BankAccount


def open(
    *, account: str | None, bin: str, number: str, holder: str, actor: User | None = None, hold: bool = False
) -> BankAccount:
    """Show it to buyers from now on, or with `hold` 48 hours later where another one is shown. Repeating it changes
    nothing. BANK_ACCOUNT_TAKEN, INVALID, REQUIRED, NOT_FOUND."""
    shown_from = clock.now() + HOLD if hold else None
    account_row = open_bank_account(
        payee_id=account, bin=bin, number=number, holder=holder, actor=actor, shown_from=shown_from
    )
    return bank_objects.bank_account(account_row, has_feed=_reporting(account_row.feeds.all()).exists())


def of(account: str | None) -> BankAccount | None:
    """The one that buyers are shown now."""
    found = _shown().filter(payee_id=account).first()
    return bank_objects.bank_account(found, has_feed=found.has_feed) if found else None


def next_of(account: str | None) -> BankAccount | None:
    """The one that will take its place (`shown_from`); None where no other is planned."""
    rows = _with_feed(models.BankAccount.objects.filter(livemode=livemode(), shown_from__isnull=False))
    found = rows.filter(payee_id=account).first()
    return bank_objects.bank_account(found, has_feed=found.has_feed) if found else None


def of_many(accounts: Iterable[str]) -> dict[str, BankAccount]:
    """By payee, in one statement; payees without one are left out: nobody can transfer to them."""
    rows = _shown().filter(payee_id__in=list(accounts))
    return {str(row.payee_id): bank_objects.bank_account(row, has_feed=row.has_feed) for row in rows}


def _shown() -> Any:
    return _with_feed(models.BankAccount.objects.filter(livemode=livemode(), is_active=True))


def _with_feed(rows: QuerySet[models.BankAccount]) -> Any:
    """Each with `has_feed`."""
    return rows.annotate(has_feed=Exists(_reporting(models.BankFeed.objects.filter(account=OuterRef("pk")))))


def _reporting(feeds: QuerySet[models.BankFeed]) -> QuerySet[models.BankFeed]:
    return feeds.filter(is_active=True, kind__in=CALLING)
