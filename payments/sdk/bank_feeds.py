"""Services that tell of transfers into an account."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import NotFound
from payments import models
from payments.bank.feeds import CALLING
from payments.bank.services.add_bank_feed import add_bank_feed
from payments.bank.services.close_bank_feed import close_bank_feed
from payments.sdk import bank_objects
from payments.sdk.bank_objects import BankFeed, FeedRefusal

_REFUSALS = {"97": "signature", "03": "unreadable", "04": "account"}  # what payments.bank.feeds.views answers


def add(
    *,
    account: str | None,
    bank_account: int,
    kind: str,
    secrets: Mapping[str, str],
    settings: Mapping[str, str] | None = None,
    actor: User | None = None,
) -> BankFeed:
    """A feed ("sepay", "casso", "payos") of a bank account of `account` (None: the operator's); again: new secrets.

    `secrets`: {"key": …}, for payOS also "client_id" and "api_key". NOT_FOUND, INVALID on the field at fault.
    """
    if not models.BankAccount.objects.filter(pk=bank_account, payee_id=account).exists():
        raise NotFound(_("Không tìm thấy tài khoản ngân hàng này."))
    feed = add_bank_feed(account_id=bank_account, kind=kind, secrets_by_name=secrets, settings=settings, actor=actor)
    return bank_objects.bank_feed(feed)


def close(id: int, *, account: str | None, actor: User | None = None) -> BankFeed:
    """Hear it no more. NOT_FOUND where it is not a feed of `account`."""
    return bank_objects.bank_feed(close_bank_feed(feed_id=id, payee_id=account, actor=actor))


def of(account: str | None) -> list[BankFeed]:
    """The feeds that are heard, of every bank account of a payee (None: the operator's)."""
    rows = models.BankFeed.objects.filter(account__payee_id=account, is_active=True, kind__in=CALLING).order_by("pk")
    return [bank_objects.bank_feed(row) for row in rows]


def last_notified(ids: Iterable[int]) -> dict[int, datetime]:
    """When each feed last told of a transfer (1 statement); those that never did are left out."""
    notifications = models.BankNotification.objects.filter(feed_id__in=list(ids)).values_list("feed_id")
    return dict(notifications.annotate(last=Max("at")).order_by())


def last_refused(ids: Iterable[int]) -> dict[int, FeedRefusal]:
    """The last call to each feed's address that was not taken (1 statement); those that had none are left out."""
    by_reference = {f"feed:{id}": id for id in ids}
    calls = models.ProviderMessage.objects.filter(kind="feed", reference__in=by_reference, answer__in=_REFUSALS)
    rows = calls.order_by("reference", "-at", "-pk").distinct("reference").values_list("reference", "at", "answer")
    return {by_reference[reference]: FeedRefusal(at, _REFUSALS[answer]) for reference, at, answer in rows}
