"""What changed a balance, in Stripe's words: one line for each movement of the platform's or a payee's money."""

from django.db import models
from django.db.models import F, Q

from payments.models.listed import Listed


class BalanceTransaction(Listed):
    """A line of a balance: the platform's (payee None) or a payee's. Written with the ledger movement it tells of.

    The sum of `net` over an owner's lines is the owner's balance in the ledger; `verify` proves it.
    """

    id = models.CharField(primary_key=True, max_length=40)  # txn_…
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="balance_lines")
    journal_entry = models.ForeignKey("payments.JournalEntry", on_delete=models.PROTECT, related_name="balance_lines")
    type = models.CharField(max_length=30)  # Stripe's: "charge", "transfer", "payment", "refund", "payout" …
    source = models.CharField(max_length=40)  # ch_…, tr_…, py_…, re_…, po_…
    amount = models.BigIntegerField()  # đồng, in positive, out negative
    fee = models.BigIntegerField(default=0)  # đồng taken off it
    fee_details = models.JSONField(default=list)  # [{"type": "application_fee" | "tax", "amount": …, …}]
    net = models.BigIntegerField()
    available_on = models.DateTimeField(null=True)  # None: still pending, the return window is open
    description = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(net=F("amount") - F("fee")), name="payments_balance_line_adds_up")
        ]
        indexes = [
            models.Index(fields=["payee", "-sequence"], name="payments_balance_payee"),
            models.Index(fields=["source"], name="payments_balance_source"),
        ]

    def __str__(self) -> str:
        return self.id
