"""What happens to taken money: transfers to payees and refunds to buyers."""

from django.db import models
from django.db.models import F, Q


class Transfer(models.Model):
    """A payee's share of an intent, allotted to it (not yet paid out)."""

    id = models.CharField(primary_key=True, max_length=40)  # tr_…
    livemode = models.BooleanField()
    intent = models.ForeignKey("payments.PaymentIntent", on_delete=models.PROTECT, related_name="transfers")
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, related_name="transfers")
    amount = models.BigIntegerField()  # đồng, before commission
    commission = models.BigIntegerField(default=0)  # đồng, kept by the operator
    reversed = models.BigIntegerField(default=0)  # đồng of `amount` given back
    reference = models.CharField(max_length=60)  # the caller's own name for it: an order's code
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intent", "reference"], name="payments_transfer_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, commission__gte=0, commission__lte=F("amount"), reversed__gte=0)
                & Q(reversed__lte=F("amount")),
                name="payments_transfer_amounts",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class RefundStatus(models.TextChoices):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Refund(models.Model):
    """Money on its way back to a buyer."""

    id = models.CharField(primary_key=True, max_length=40)  # re_…
    livemode = models.BooleanField()
    intent = models.ForeignKey("payments.PaymentIntent", on_delete=models.PROTECT, related_name="refunds")
    # The visit whose money goes back: the one that paid, or a second success kept in suspense.
    attempt = models.ForeignKey("payments.Attempt", on_delete=models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()  # đồng
    status = models.CharField(max_length=10, choices=RefundStatus, default=RefundStatus.PENDING)
    reason = models.CharField(max_length=40)  # "out_of_stock", "canceled_by_seller", "paid_after_cancel", "paid_twice"
    reference = models.CharField(max_length=100)  # the caller's own name for it: an order's code
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intent", "reference"], name="payments_refund_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_refund_positive"),
        ]

    def __str__(self) -> str:
        return self.id
