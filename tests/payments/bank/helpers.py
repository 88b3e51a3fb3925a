"""Bank accounts, feeds and their notifications, for tests."""

import itertools
from datetime import timedelta

from core import clock
from payments import sdk
from payments.bank.feeds.base import TransactionNotification
from payments.bank.feeds.views import take
from payments.bank.services.add_bank_feed import add_bank_feed
from payments.bank.services.ingest_bank_transaction import IngestResult, ingest_bank_transaction
from payments.bank.services.open_bank_account import open_bank_account
from payments.connected_accounts.services.create_payee import create_payee
from payments.intents.services.confirm_intent import confirm_intent
from payments.intents.services.create_intent import create_intent
from payments.models import Attempt, BankAccount, BankFeed, BankTransfer, Payee, PaymentIntent
from sandbox.banks.messages import Booked, write

KEY = "khoa-bi-mat-cua-dich-vu"
_numbers = itertools.count(1)


def make_account(payee: Payee | None = None, *, bin: str = "970436", number: str = "", **more: str) -> BankAccount:
    """A payee's bank account (of a new payee where none is given)."""
    payee = payee or create_payee(name="Hộ mẫu")
    return open_bank_account(
        payee_id=payee.pk, bin=bin, number=number or f"10{next(_numbers):08}", holder="HO MAU", **more
    )


def operators_account(number: str = "") -> BankAccount:
    return open_bank_account(
        payee_id=None, bin="970436", number=number or f"99{next(_numbers):08}", holder="DON VI VAN HANH"
    )


def make_feed(account: BankAccount, kind: str = "sepay", **settings: str) -> BankFeed:
    secrets = {"key": KEY, "client_id": "ma-khach-hang", "api_key": "khoa-goi-api"}
    return add_bank_feed(account_id=account.pk, kind=kind, secrets_by_name=secrets, settings=settings)


def shown(account: BankAccount, amount: int = 150_000, minutes: int = 15) -> Attempt:
    """The attempt of a new intent of the account's owner, whose QR is shown."""
    intent = create_intent(
        amount=amount,
        payment_method_type="vietqr",
        expires_at=clock.now() + timedelta(minutes=minutes),
        transfer_group="don-1",
        payee_id=account.payee_id,
    )
    return show(intent)


def show(intent: PaymentIntent) -> Attempt:
    return confirm_intent(intent_id=intent.pk, return_url="", ip="113.160.92.202")


def notification(account: BankAccount, content: str, amount: int = 150_000, **more: object) -> TransactionNotification:
    """A notification of a transfer into the account; each has its own number unless one is given."""
    number = next(_numbers)
    supplied = {
        "external_id": f"n{number}",
        "account_numbers": (account.number,),
        "amount": amount,
        "content": content,
        "booked_at": clock.now(),
        "bank_reference": f"FT{number:012}",
    }
    return TransactionNotification(**supplied | more)  # type: ignore[arg-type]


def tell(feed: BankFeed, content: str, amount: int = 150_000, **more: object) -> IngestResult:
    return ingest_bank_transaction(feed=feed, notification=notification(feed.account, content, amount, **more))


def reported(feed: BankFeed, content: str, amount: int = 150_000, **more: object) -> BankTransfer:
    """The transfer of a notification."""
    received = tell(feed, content, amount, **more)
    assert received.transfer is not None
    return received.transfer


def call(feed: BankFeed, content: str, amount: int = 150_000, *, bad_signature: bool = False, **more: object):
    """A whole signed call: (status, answer, heard)."""
    number = next(_numbers)
    supplied = {"number": number, "reference": f"FT{number:012}", "booked_at": clock.now()} | more
    booked = Booked(amount=amount, content=content, **supplied)  # type: ignore[arg-type]
    return take(feed.kind, feed.hook, write(feed, booked, bad_signature=bad_signature))


def status_of(attempt: Attempt) -> tuple[str, str]:
    """(attempt's, intent's)"""
    attempt.refresh_from_db()
    return attempt.status, PaymentIntent.objects.get(pk=attempt.intent_id).status


def seen(attempt: Attempt) -> sdk.Intent:
    return sdk.payment_intents.retrieve(attempt.intent_id)
