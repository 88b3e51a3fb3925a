"""The double-entry ledger: append-only, each transaction sums to zero, both held by triggers."""

from django.db import models
from django.db.models import Q


class Book(models.TextChoices):
    MAIN = "main"  # money that is or was ours to keep for others
    MEMO = "memo"  # money that never was ours, kept beside so that figures count it


class LedgerAccount(models.Model):
    """An account of the books: "provider:vnpay", "customer_funds", "payee:pending" of one payee."""

    code = models.CharField(max_length=40)
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="accounts")
    book = models.CharField(max_length=4, choices=Book)
    livemode = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "payee", "livemode"], nulls_distinct=False, name="payments_account_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.payee_id or ''}".strip()


class JournalEntry(models.Model):
    """A movement with its cause, written in the same database transaction as the cause."""

    reason = models.CharField(max_length=40)  # "capture", "transfer", "refund", "cash_received" …
    reason_ref = models.CharField(max_length=100)  # pi_…, tr_…, re_…, an attempt's reference
    reference = models.CharField(max_length=60, blank=True)  # the caller's own name for it: an order's code
    intent = models.ForeignKey("payments.PaymentIntent", on_delete=models.PROTECT, null=True, related_name="ledger")
    livemode = models.BooleanField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reason", "reason_ref"], name="payments_reason_once")]

    def __str__(self) -> str:
        return f"{self.reason} {self.reason_ref}"


class LedgerEntry(models.Model):
    """One side of a movement: debit positive, credit negative, in đồng."""

    transaction = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="entries")
    amount = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "ledger entries"
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="payments_entry_moves")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount:+d}"
