"""What became of a month's withheld tax: declared to the tax office, then paid."""

from django.db import models
from django.db.models import Q


class TaxFiling(models.Model):
    """A month's list ("01-1/BK-CNKD-TMĐT") as it was declared, and its payment. Only the payment may be added later.

    A month is declared once it is over, so nothing of it changes afterwards: what is given back later counts in the
    month in which it was given back.
    """

    month = models.DateField()  # its first day
    livemode = models.BooleanField()
    layout = models.CharField(max_length=40)  # payments/tax/layouts: the columns it had
    revenue = models.BigIntegerField()  # đồng of taxed sales, net of what was given back; may be below zero
    vat = models.BigIntegerField()  # đồng
    pit = models.BigIntegerField()  # đồng
    filed_on = models.DateField()
    reference = models.CharField(max_length=60)  # the tax office's number of the electronic file
    filed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(auto_now_add=True)
    paid_on = models.DateField(null=True)
    paid_vat = models.BigIntegerField(default=0)  # đồng; also what earlier months carried on
    paid_pit = models.BigIntegerField(default=0)
    payment_reference = models.CharField(max_length=60, blank=True)  # of the payment to the treasury
    paid_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    journal_entry = models.OneToOneField("payments.JournalEntry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "livemode"], name="payments_tax_filing_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="payments_tax_filing_month"),
            models.CheckConstraint(
                condition=Q(
                    paid_on__isnull=True, paid_by__isnull=True, journal_entry__isnull=True, paid_vat=0, paid_pit=0,
                    payment_reference="",
                )
                | Q(
                    paid_on__isnull=False, paid_by__isnull=False, journal_entry__isnull=False, paid_vat__gte=0,
                    paid_pit__gte=0,
                )
                & ~Q(payment_reference=""),
                name="payments_tax_filing_paid_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
