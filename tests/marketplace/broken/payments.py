"""Payments, refunds and the ledger, broken past every guard."""

from django.db.models import F

from core import clock
from payments.models import (
    Attempt,
    Customer,
    JournalEntry,
    LedgerEntry,
    Payee,
    PaymentIntent,
    Refund,
    TransferReversal,
)
from tests.marketplace.broken import breaks


def forget_refunds() -> None:
    TransferReversal.objects.update(refund=None)
    Refund.objects.all().delete()


@breaks("payments.capture-equals-intent", "a success that never was")
def _() -> None:
    Attempt.objects.filter(status="succeeded").update(status="failed")


@breaks("payments.capture-equals-intent", "an amount that is not what was taken")
def _() -> None:
    PaymentIntent.objects.update(amount=F("amount") + 1)


@breaks("payments.capture-equals-intent", "money taken, and the payment still open")
def _() -> None:
    PaymentIntent.objects.filter(status="succeeded").update(status="requires_action", succeeded_at=None)


@breaks("payments.duplicate-payments-are-refunded", "a second success that is kept nowhere")
def _() -> None:
    first = Attempt.objects.filter(status="succeeded", provider="vnpay")[0]
    Attempt.objects.create(
        intent_id=first.intent_id, provider="vnpay", reference="second", amount=first.amount, status="duplicate",
        expires_at=clock.now(),
    )  # fmt: skip


@breaks("payments.capture-equals-intent", "taken into another account")
def _() -> None:
    transit = LedgerEntry.objects.filter(account__code="refunds_transit")[0].account
    LedgerEntry.objects.filter(transaction__reason="capture", account__code="customer_funds").update(account=transit)


@breaks("payments.ledger-sums-to-zero", "an entry of another amount")
def _() -> None:
    LedgerEntry.objects.filter(amount__gt=0).update(amount=F("amount") + 1)


@breaks("payments.ledger-sums-to-zero", "a movement of nothing")
def _() -> None:
    JournalEntry.objects.create(reason="test", reason_ref="empty", livemode=False)


@breaks("payments.modes-and-books-apart", "test money in a live movement")
def _() -> None:
    JournalEntry.objects.update(livemode=True)


@breaks("payments.modes-and-books-apart", "the memo book in ours")
def _() -> None:
    memo = LedgerEntry.objects.filter(account__book="memo")[0].account
    LedgerEntry.objects.filter(account__code="customer_funds").update(account=memo)


@breaks("payments.no-more-out-than-in", "more allotted than taken")
def _() -> None:
    LedgerEntry.objects.filter(transaction__reason="transfer", amount__gt=0).update(amount=F("amount") + 1)


@breaks("payments.settled-attempt-is-a-charge", "paid, and no charge to show for it")
def _() -> None:
    Attempt.objects.filter(status="succeeded").update(charge_id=None)


@breaks("payments.refunds-equal-ledger", "a refund of another amount")
def _() -> None:
    Refund.objects.update(amount=F("amount") + 1)


@breaks("payments.refunds-equal-ledger", "money posted as going back, and no refund to send it")
def _() -> None:
    forget_refunds()


@breaks("payments.refunds-equal-ledger", "a refund that ended, and no posting of its end")
def _() -> None:
    Refund.objects.update(status="succeeded", phase="done")


@breaks("payments.review-has-attempt", "a doubt without a visit")
def _() -> None:
    PaymentIntent.objects.update(review=True)


@breaks("payments.review-has-attempt", "a visit in doubt that nobody is shown")
def _() -> None:
    Attempt.objects.filter(status="succeeded").update(status="review")


@breaks("payments.customers-stay-with-their-account", "a customer of the other mode")
def _() -> None:
    intent = PaymentIntent.objects.filter(customer=None)[0]
    customer = Customer.objects.create(id="cus_other", livemode=not intent.livemode, payee_id=intent.payee_id)
    PaymentIntent.objects.filter(pk=intent.pk).update(customer=customer)


@breaks("payments.customers-stay-with-their-account", "a customer of another account")
def _() -> None:
    intent = PaymentIntent.objects.filter(customer=None, payee=None)[0]
    customer = Customer.objects.create(id="cus_other", livemode=intent.livemode, payee=Payee.objects.all()[0])
    PaymentIntent.objects.filter(pk=intent.pk).update(customer=customer)
