"""What the SDK hands out of bank accounts, their feeds and transfers: frozen objects made from rows."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from payments import models
from payments.base.banks import bank_name


@dataclass(frozen=True)
class BankAccount:
    """An account that buyers are shown, were shown, or will be."""

    id: int
    account: str | None  # acct_…; None: the operator's
    bin: str
    bank_name: str
    number: str
    holder: str
    is_active: bool
    has_feed: bool  # a service tells of transfers into it; else its owner must look
    shown_from: datetime | None  # it takes the place of the one shown now then; None where that is not planned


@dataclass(frozen=True)
class BankFeed:
    """A service that tells of transfers into an account. Its secret is never handed out."""

    id: int
    bank_account: int
    kind: str  # "sepay", "casso", "payos", "statement"
    label: str
    url: str  # the address to give to the service; "" where nothing calls
    auth: str  # "hmac" or "apikey" (SePay)
    is_active: bool
    created: datetime


@dataclass(frozen=True)
class FeedRefusal:
    """A call to a feed's address that was not taken."""

    at: datetime
    why: str  # "signature", "unreadable", "account" (of another owner)


@dataclass(frozen=True)
class BankTransfer:
    """Money that came into an account."""

    id: int
    bank_account: int
    amount: int  # đồng
    content: str
    bank_reference: str
    booked_at: datetime
    reported_by: str
    state: str  # "matched", "question", "decided", "ignored"
    question: str  # "no_code", "too_little" …, "" where there is none
    question_text: str
    payment_intent: str | None  # whose code it names, or whose payment it is
    decision: str


def bank_account(row: models.BankAccount, *, has_feed: bool) -> BankAccount:
    return BankAccount(
        id=row.pk,
        account=row.payee_id,
        bin=row.bin,
        bank_name=bank_name(row.bin),
        number=row.number,
        holder=row.holder,
        is_active=row.is_active,
        has_feed=has_feed,
        shown_from=row.shown_from,
    )


def bank_feed(row: models.BankFeed) -> BankFeed:
    calls = row.kind != models.FeedKind.STATEMENT
    return BankFeed(
        id=row.pk,
        bank_account=row.account_id,
        kind=row.kind,
        label=str(row.get_kind_display()),
        url=settings.BASE_URL + reverse("payments:feed", args=[row.kind, row.hook]) if calls else "",
        auth=row.settings.get("auth", ""),
        is_active=row.is_active,
        created=row.created_at,
    )


def bank_transfer(row: models.BankTransfer) -> BankTransfer:
    """Reads `attempt`: select it for many."""
    return BankTransfer(
        id=row.pk,
        bank_account=row.account_id,
        amount=row.amount,
        content=row.content,
        bank_reference=row.bank_reference,
        booked_at=row.booked_at,
        reported_by=row.first_reported_by,
        state=str(row.state),
        question=str(row.question),
        question_text=str(row.get_question_display()) if row.question else "",
        payment_intent=row.attempt.intent_id if row.attempt else None,
        decision=row.decision,
    )
