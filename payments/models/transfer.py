"""Transfers to payees and their reversals."""

from django.db import models
from django.db.models import F, Q

from payments.models.listed import Listed


class Transfer(Listed):
    """A payee's share of an intent, allotted to it (not yet paid out).

    The payee gets `amount - commission - vat - pit`. What is given back is counted cumulatively, so that after any
    number of partial reversals the last one brings commission and tax exactly to zero.
    """

    id = models.CharField(primary_key=True, max_length=40)  # tr_…
    payment_id = models.CharField(max_length=40, unique=True, null=True)  # py_…: the transfer as the payee sees it
    fee_id = models.CharField(max_length=40, unique=True, null=True)  # fee_…, where there is a commission
    intent = models.ForeignKey("payments.PaymentIntent", on_delete=models.PROTECT, related_name="transfers")
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, related_name="transfers")
    amount = models.BigIntegerField()  # đồng, before commission and tax
    commission = models.BigIntegerField(default=0)  # đồng, kept by the operator
    vat = models.BigIntegerField(default=0)  # đồng, withheld
    pit = models.BigIntegerField(default=0)  # đồng, withheld
    reversed = models.BigIntegerField(default=0)  # đồng of `amount` given back
    fee_base_reversed = models.BigIntegerField(default=0)  # đồng of `reversed` for which commission was given back too
    commission_reversed = models.BigIntegerField(default=0)
    vat_reversed = models.BigIntegerField(default=0)
    pit_reversed = models.BigIntegerField(default=0)
    released_at = models.DateTimeField(null=True)  # the return window has ended: pending became available
    reference = models.CharField(max_length=60)  # the caller's own name for it: an order's code
    transfer_group = models.CharField(max_length=80, blank=True)
    description = models.CharField(max_length=255, blank=True)
    metadata = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intent", "reference"], name="payments_transfer_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, commission__gte=0, vat__gte=0, pit__gte=0)
                & Q(amount__gte=F("commission") + F("vat") + F("pit"))
                & Q(reversed__gte=0, reversed__lte=F("amount"))
                & Q(fee_base_reversed__gte=0, fee_base_reversed__lte=F("reversed"))
                & Q(commission_reversed__gte=0, commission_reversed__lte=F("commission"))
                & Q(vat_reversed__gte=0, vat_reversed__lte=F("vat"))
                & Q(pit_reversed__gte=0, pit_reversed__lte=F("pit")),
                name="payments_transfer_amounts",
            ),
        ]
        indexes = [models.Index(fields=["payee", "-sequence"], name="payments_transfer_payee")]

    def __str__(self) -> str:
        return self.id


class TransferReversal(Listed):
    """A part of a transfer taken back from the payee. Append-only."""

    id = models.CharField(primary_key=True, max_length=40)  # trr_…
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="reversals")
    refund = models.ForeignKey("payments.Refund", on_delete=models.PROTECT, null=True, related_name="reversals")
    amount = models.BigIntegerField()  # đồng of the transfer
    commission = models.BigIntegerField(default=0)  # đồng of it that the operator gave back
    vat = models.BigIntegerField(default=0)
    pit = models.BigIntegerField(default=0)
    # The sales returned, as the caller named them (tax_rules.withholding.Sale); []: all sold, in proportion.
    sales = models.JSONField(default=list)
    description = models.CharField(max_length=255, blank=True)
    metadata = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payments_reversal_positive")]

    def __str__(self) -> str:
        return self.id
