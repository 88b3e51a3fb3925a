"""The stand-in's bank: books a transfer and lets a feed of the account report it, in this process."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, connections

from core import clock
from payments.bank.feeds import views
from payments.bank.feeds.base import Message
from payments.bank.identity import texts_match
from payments.bank.services.add_bank_feed import add_bank_feed
from payments.bank.services.ingest_bank_transaction import IngestResult
from payments.models import Attempt, BankAccount, BankFeed, BankTransfer, PaymentLink
from payments.providers.vietqr.transfer_code import find_codes
from sandbox.banks.messages import Booked, write

_RECENT = timedelta(minutes=10)
Answer = tuple[int, dict[str, object], list[IngestResult]]


@dataclass(frozen=True)
class Order:
    """A transfer command."""

    account: BankAccount
    amount: int  # đồng; negative: the account's owner pays
    content: str
    kind: str  # of the reporting feed
    reference: str = ""  # the bank's number; "" generates one
    repeat: int = 1  # how often the feed reports it
    bad_signature: bool = False


def transfer(order: Order) -> list[Answer]:
    """Book it and let the feed report it; returns our answers.

    All feeds of an account report each transfer: if another feed has just reported an equal one and this one has not,
    it is the same transfer. Otherwise it is a new one with its own number.
    """
    feed = feed_of(order.account, order.kind)
    known = None if order.reference else _reported_by_another_feed(order, feed)
    booked = Booked(
        number=secrets.randbelow(9 * 10**9) + 10**9,
        amount=order.amount,
        content=order.content,
        reference=order.reference or (known.bank_reference if known else f"FT{secrets.randbelow(10**12):012}"),
        booked_at=known.booked_at if known else clock.now(),
        order_code=_order_code(order, feed),
    )
    message = write(feed, booked, bad_signature=order.bad_signature)
    return [_deliver(feed, message) for _ in range(order.repeat)]


def feed_of(account: BankAccount, kind: str) -> BankFeed:
    """The account's feed of this kind; created if there is none."""
    matches = BankFeed.objects.select_related("account").filter(account=account, kind=kind, is_active=True).first()
    if matches is not None:
        return matches
    created = {name: secrets.token_urlsafe(24) for name in ("key", "client_id", "api_key")}
    return add_bank_feed(account_id=account.pk, kind=kind, secrets_by_name=created, settings={"words": "25"})


def _reported_by_another_feed(order: Order, feed: BankFeed) -> BankTransfer | None:
    recent = BankTransfer.objects.filter(
        account=order.account, amount=order.amount, booked_at__gte=clock.now() - _RECENT
    )
    unreported = recent.exclude(notifications__feed=feed).order_by("pk")
    return next((one for one in unreported if texts_match(one.content, order.content)), None)


def _order_code(order: Order, feed: BankFeed) -> int:
    """The payment link whose code is in the text."""
    named = Attempt.objects.filter(reference__in=find_codes(order.content))
    link = PaymentLink.objects.filter(feed=feed, attempt__in=named).first()
    return link.order_code if link else 0


def _deliver(feed: BankFeed, message: Message) -> Answer:
    """On a separate thread, like an external call; inside a transaction that thread could not see uncommitted rows."""
    if connection.in_atomic_block:
        return views.take(feed.kind, feed.hook, message)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="bank-feed") as thread:
        return thread.submit(_take_and_close, feed, message).result()


def _take_and_close(feed: BankFeed, message: Message) -> Answer:
    try:
        return views.take(feed.kind, feed.hook, message)
    finally:
        connections.close_all()
