"""Bank accounts that buyers pay into: the payees' own, and the operator's (account None)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User
from core import clock
from payments import models
from payments.bank.feeds import CALLING
from payments.bank.services.open_bank_account import open_bank_account
from payments.base.banks import bank_name
from payments.base.mode import livemode
from payments.payouts.hold import HOLD


@dataclass(frozen=True)
class BankAccount:
    """A bank account that is shown to buyers, was shown, or will be."""

    id: int
    account: str | None  # acct_…; None: the operator's
    bin: str
    bank_name: str
    number: str
    holder: str
    is_active: bool
    has_feed: bool  # a service reports transfers into it; else its owner must check
    shown_from: datetime | None  # when it replaces the account that is shown now; None where no replacement is planned


_COLUMNS = ("id", "payee_id", "bin", "number", "holder", "is_active", "shown_from")


def open(
    *, account: str | None, bin: str, number: str, holder: str, actor: User | None = None, hold: bool = False
) -> BankAccount:
    """Show an account to buyers from now on.

    With `hold` it replaces another account only after 48 hours. A repeated call changes nothing. Raises
    BANK_ACCOUNT_TAKEN, INVALID, REQUIRED, NOT_FOUND.
    """
    shown_from = clock.now() + HOLD if hold else None
    account_row = open_bank_account(
        payee_id=account, bin=bin, number=number, holder=holder, actor=actor, shown_from=shown_from
    )
    return _account(vars(account_row) | {"has_feed": _reporting(account_row.feeds.all()).exists()})


def of(account: str | None) -> BankAccount | None:
    """The account that is shown to buyers now (1 statement)."""
    return _first(_shown().filter(payee_id=account))


def next_of(account: str | None) -> BankAccount | None:
    """The account that will replace it at `shown_from`; None where none is planned (1 statement)."""
    return _first(models.BankAccount.objects.filter(payee_id=account, livemode=livemode(), shown_from__isnull=False))


def of_many(accounts: Iterable[str]) -> dict[str, BankAccount]:
    """The shown accounts by payee (1 statement). Payees without an account are left out."""
    found = (_account(row) for row in _values(_shown().filter(payee_id__in=list(accounts))))
    return {str(one.account): one for one in found}


def shown_to_buyers(payee: str) -> Subquery:
    """A column with the account that is shown to buyers of a payee, for `from_column`, or null.

    `payee` names the outer query's acct_…
    """
    feeds = models.BankFeed.objects.filter(account=OuterRef("pk"))
    rows = _shown().filter(payee=OuterRef(payee)).annotate(_has_feed=Exists(_reporting(feeds)))
    return Subquery(rows.values(_json=JSONObject(**{name: name for name in _COLUMNS}, has_feed="_has_feed"))[:1])


def from_column(shown: Mapping[str, Any] | None) -> BankAccount | None:
    """The account in such a column."""
    return None if shown is None else _account(shown)  # an account that is shown has no `shown_from`


def _shown() -> QuerySet[models.BankAccount]:
    return models.BankAccount.objects.filter(livemode=livemode(), is_active=True)


def _first(accounts: QuerySet[models.BankAccount]) -> BankAccount | None:
    row = _values(accounts).first()
    return _account(row) if row else None


def _values(accounts: QuerySet[models.BankAccount]) -> QuerySet[models.BankAccount, dict[str, Any]]:
    feeds = models.BankFeed.objects.filter(account=OuterRef("pk"))
    return accounts.annotate(has_feed=Exists(_reporting(feeds))).values(*_COLUMNS, "has_feed")


def _reporting(feeds: QuerySet[models.BankFeed]) -> QuerySet[models.BankFeed]:
    return feeds.filter(is_active=True, kind__in=CALLING)


def _account(row: Mapping[str, Any]) -> BankAccount:
    return BankAccount(
        id=row["id"],
        account=row["payee_id"],
        bin=row["bin"],
        bank_name=bank_name(row["bin"]),
        number=row["number"],
        holder=row["holder"],
        is_active=row["is_active"],
        has_feed=row["has_feed"],
        shown_from=row["shown_from"],
    )
