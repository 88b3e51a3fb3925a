"""Bank feeds: services that report transfers into an account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings as site
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import NotFound
from payments import models
from payments.bank.feeds import CALLING
from payments.bank.services.add_bank_feed import add_bank_feed
from payments.bank.services.close_bank_feed import close_bank_feed

_COLUMNS = ("id", "account_id", "kind", "hook", "settings", "is_active", "created_at")
_REFUSALS = {"97": "signature", "03": "unreadable", "04": "account"}  # what payments.bank.feeds.views answers


@dataclass(frozen=True)
class BankFeed:
    """A service that reports transfers into an account. Its secret is never returned."""

    id: int
    bank_account: int
    kind: str  # "sepay", "casso", "payos", "statement"
    label: str
    url: str  # the address to register with the service; "" where the service makes no calls
    auth: str  # "hmac" or "apikey" (SePay)
    is_active: bool
    created: datetime


@dataclass(frozen=True)
class FeedRefusal:
    """A refused call to a feed's address."""

    at: datetime
    why: str  # "signature", "unreadable", "account" (another owner's)


def add(
    *,
    account: str | None,
    bank_account: int,
    kind: str,
    secrets: Mapping[str, str],
    settings: Mapping[str, str] | None = None,
    actor: User | None = None,
) -> BankFeed:
    """Add a feed ("sepay", "casso", "payos") to a bank account of `account` (None: the operator's).

    A repeated call replaces the secrets. `secrets`: {"key": …}, for payOS also "client_id" and "api_key". Raises
    NOT_FOUND, INVALID on the field at fault.
    """
    if not models.BankAccount.objects.filter(pk=bank_account, payee_id=account).exists():
        raise NotFound(_("Không tìm thấy tài khoản ngân hàng này."))
    feed = add_bank_feed(account_id=bank_account, kind=kind, secrets_by_name=secrets, settings=settings, actor=actor)
    return _feed(vars(feed))


def close(id: int, *, account: str | None, actor: User | None = None) -> BankFeed:
    """Deactivate a feed. Raises NOT_FOUND where it is not a feed of `account`."""
    return _feed(vars(close_bank_feed(feed_id=id, payee_id=account, actor=actor)))


def of(account: str | None) -> list[BankFeed]:
    """The active feeds of every bank account of a payee (None: the operator's)."""
    rows = models.BankFeed.objects.filter(account__payee_id=account, is_active=True, kind__in=CALLING).order_by("pk")
    return [_feed(row) for row in rows.values(*_COLUMNS)]


def last_notified(ids: Iterable[int]) -> dict[int, datetime]:
    """When each feed last reported a transfer (1 statement). Feeds that never did are left out."""
    notifications = models.BankNotification.objects.filter(feed_id__in=list(ids)).values_list("feed_id")
    return dict(notifications.annotate(last=Max("at")).order_by())


def last_refused(ids: Iterable[int]) -> dict[int, FeedRefusal]:
    """The last refused call to each feed's address (1 statement). Feeds without one are left out."""
    by_reference = {f"feed:{id}": id for id in ids}
    calls = models.ProviderMessage.objects.filter(kind="feed", reference__in=by_reference, answer__in=_REFUSALS)
    rows = calls.order_by("reference", "-at", "-pk").distinct("reference").values_list("reference", "at", "answer")
    return {by_reference[reference]: FeedRefusal(at, _REFUSALS[answer]) for reference, at, answer in rows}


def _feed(row: Mapping[str, Any]) -> BankFeed:
    kind = models.FeedKind(row["kind"])
    address = site.BASE_URL + reverse("payments:feed", args=[row["kind"], row["hook"]]) if kind in CALLING else ""
    return BankFeed(
        id=row["id"],
        bank_account=row["account_id"],
        kind=kind.value,
        label=str(kind.label),
        url=address,
        auth=row["settings"].get("auth", ""),
        is_active=row["is_active"],
        created=row["created_at"],
    )
