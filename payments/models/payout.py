"""Money on its way to payees: payouts, and the batches in which they go to the bank."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from payments.models.listed import Listed


class PayoutStatus(models.TextChoices):
    """Stripe's."""

    PENDING = "pending", _("chờ gửi ngân hàng")  # taken off the balance, not yet in a file
    IN_TRANSIT = "in_transit", _("đã gửi ngân hàng")  # in a file given to the bank
    PAID = "paid", _("đã tới tài khoản")
    FAILED = "failed", _("ngân hàng trả về")
    CANCELED = "canceled", _("đã hủy")


class PayoutBatch(Listed):
    """Payouts that went to the bank in one file."""

    id = models.CharField(primary_key=True, max_length=40)  # pb_…
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "payout batches"

    def __str__(self) -> str:
        return self.id


class Payout(Listed):
    """So much of a payee's available balance sent to its bank account, as the account was at that moment."""

    id = models.CharField(primary_key=True, max_length=40)  # po_…
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, related_name="payouts")
    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, null=True, related_name="payouts")
    amount = models.BigIntegerField()  # đồng
    status = models.CharField(max_length=10, choices=PayoutStatus, default=PayoutStatus.PENDING)
    automatic = models.BooleanField(default=False)  # by the schedule
    code = models.CharField(max_length=20, unique=True)  # in the transfer's text, so that a statement finds it
    bank_bin = models.CharField(max_length=6)
    bank_account_no = models.CharField(max_length=19)
    bank_account_name = models.CharField(max_length=120)
    description = models.CharField(max_length=255, blank=True)
    metadata = models.JSONField(default=dict)
    bank_reference = models.CharField(max_length=60, blank=True)
    failure_code = models.CharField(max_length=40, blank=True)
    failure_message = models.CharField(max_length=200, blank=True)
    send_after = models.DateTimeField(null=True)  # its account was new when it was made: in no file before
    arrival_on = models.DateField()  # expected, then true
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_payout_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "canceled"], batch__isnull=True)
                | (Q(status__in=["in_transit", "paid", "failed"]) & Q(batch__isnull=False)),
                name="payments_payout_batch",
            ),
        ]
        indexes = [models.Index(fields=["payee", "-sequence"], name="payments_payout_payee")]

    @property
    def is_held(self) -> bool:
        """Its account is too new to be paid."""
        return self.send_after is not None and self.send_after > clock.now()

    def __str__(self) -> str:
        return self.id
