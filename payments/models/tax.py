"""A month's withheld tax: declared to the tax office, then paid."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TaxFiling(models.Model):
    """A month's list ("01-1/BK-CNKD-TMĐT") as declared, and its payment. Only the payment may be added later.

    A month is declared once it is over, so its figures are final: later returns count in their own month.
    """

    month = models.DateField(_("tháng"))  # its first day
    livemode = models.BooleanField(_("chạy thật"))
    layout = models.CharField(_("mẫu bảng kê"), max_length=40)  # payments/tax/layouts: the columns it had
    # đồng of taxed sales, net of returns; may be below zero
    revenue = models.BigIntegerField(_("doanh thu"))
    vat = models.BigIntegerField(_("thuế GTGT"))  # đồng
    pit = models.BigIntegerField(_("thuế TNCN"))  # đồng
    filed_on = models.DateField(_("ngày kê khai"))
    reference = models.CharField(_("số hồ sơ thuế"), max_length=60)  # the tax office's number of the electronic file
    filed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("người kê khai")
    )
    filed_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)
    paid_on = models.DateField(_("ngày nộp"), null=True)
    paid_vat = models.BigIntegerField(
        _("thuế GTGT đã nộp"), default=0
    )  # đồng; includes what earlier months carried forward
    paid_pit = models.BigIntegerField(_("thuế TNCN đã nộp"), default=0)
    # of the payment to the treasury
    payment_reference = models.CharField(_("số chứng từ nộp"), max_length=60, blank=True)
    paid_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người nộp")
    )
    journal_entry = models.OneToOneField(
        "payments.JournalEntry",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("bút toán sổ cái"),
    )

    class Meta:
        verbose_name = _("kỳ kê khai thuế")
        verbose_name_plural = _("kỳ kê khai thuế")
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
