"""How a payment's amount is allocated to the orders that it pays. Payments does not know orders.

One VNPay payment pays for all orders of a checkout. With VietQR each seller is paid directly, by a payment of its own.
"""

from django.db import models
from django.db.models import Q


class PaymentAllocation(models.Model):
    """The part of an intent that pays for one order, with its transfer and refund. It links an order to its payment."""

    intent_id = models.CharField(max_length=40, db_index=True)  # pi_…
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="allocation")
    amount = models.BigIntegerField()  # đồng
    transfer_id = models.CharField(max_length=40, blank=True)  # tr_…, once the seller accepted
    released_at = models.DateTimeField(null=True)  # the return window has ended: the seller may be paid out
    refund_id = models.CharField(max_length=40, blank=True)  # re_…, once it is refunded

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="orders_allocation_positive")]
        indexes = [
            models.Index(
                fields=["order"],
                condition=~Q(transfer_id="") & Q(released_at__isnull=True, refund_id=""),
                name="orders_allocation_to_release",
            )
        ]

    def __str__(self) -> str:
        return f"{self.intent_id}: {self.amount}"
