"""Payments for tests, and VNPay's side of the conversation."""

import itertools
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

from core import clock
from core.models import Event
from payments import sdk
from payments.intents.services.confirm_intent import confirm_intent
from payments.models import Attempt, JournalEntry, LedgerEntry, PaymentIntent, ProviderMessage, Refund
from payments.providers.vnpay import protocol

_keys = itertools.count()


def key() -> str:
    """An idempotency key of its own."""
    return f"test-{next(_keys)}"


def make_intent(amount: int = 300_000, minutes: int = 15, group: str = "checkout-1") -> PaymentIntent:
    """An intent that may be paid for `minutes` from now."""
    created = sdk.payment_intents.create(
        amount=amount,
        transfer_group=group,
        description="Cho Xa don hang",
        expires_at=clock.now() + timedelta(minutes=minutes),
        idempotency_key=key(),
    )
    return PaymentIntent.objects.get(pk=created.id)


def make_attempt(intent: PaymentIntent | None = None, amount: int = 300_000) -> Attempt:
    """An attempt of a buyer at VNPay."""
    intent = intent or make_intent(amount)
    return confirm_intent(
        intent_id=intent.pk, return_url=settings.VNPAY["return_url"], ip="113.160.92.202", order_info="Don hang"
    )


def message(attempt: Attempt, response: str = "00", status: str | None = None, **changes: str) -> dict[str, str]:
    """The signed query of a return or IPN, as VNPay sends it."""
    params = {
        "vnp_TmnCode": settings.VNPAY["tmn_code"],
        "vnp_Amount": str(attempt.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_BankTranNo": "VNP14422574",
        "vnp_CardType": "ATM",
        "vnp_PayDate": "20261122190000",
        "vnp_OrderInfo": "Don hang",
        "vnp_TransactionNo": "14422574",
        "vnp_ResponseCode": response,
        "vnp_TransactionStatus": ("00" if response == "00" else "02") if status is None else status,
        "vnp_TxnRef": attempt.reference,
    } | changes
    return params | {"vnp_SecureHash": protocol.sign(params, settings.VNPAY["hash_secret"])}


def expire(attempt: Attempt, seconds: int = 1) -> None:
    """Move the deadline of an attempt and its intent into the past."""
    moment = clock.now() - timedelta(seconds=seconds)
    Attempt.objects.filter(pk=attempt.pk).update(expires_at=moment)
    PaymentIntent.objects.filter(pk=attempt.intent_id).update(expires_at=moment)


def path_of(url: str) -> str:
    """An address without its host, for the test client."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def events(kind: str | None = None) -> list[str]:
    """The types of the events so far, or the ids in those of one type."""
    result = Event.objects.filter(type__startswith="payment_intent").order_by("pk")
    if kind:
        return [event.payload["id"] for event in result.filter(type=kind)]
    return [event.type for event in result]


def ledger(intent: PaymentIntent) -> dict[tuple[str, str], int]:
    """The entries of an intent: (cause, account) → sum."""
    sums: dict[tuple[str, str], int] = {}
    for entry in LedgerEntry.objects.filter(transaction__intent=intent).select_related("transaction", "account"):
        name = (entry.transaction.reason, entry.account.code)
        sums[name] = sums.get(name, 0) + entry.amount
    return sums


def state() -> tuple:
    """Everything that a refused call must leave as it was."""
    return (
        list(PaymentIntent.objects.order_by("pk").values()),
        list(Attempt.objects.order_by("pk").values()),
        list(JournalEntry.objects.order_by("pk").values()),
        list(LedgerEntry.objects.order_by("pk").values()),
        list(Refund.objects.order_by("pk").values()),
        list(Event.objects.order_by("pk").values_list("pk", "type")),
    )


def answers() -> list[str]:
    """What was answered to each IPN, in order."""
    return list(ProviderMessage.objects.filter(kind="ipn").order_by("pk").values_list("answer", flat=True))
