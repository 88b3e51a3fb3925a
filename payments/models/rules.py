"""Dated rules: the law's rates and the operator's commission, each with the days on which it holds and its basis."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from payments.models.intent import Collector


class _Days(Func):
    """The days of a rule, both ends included; no last day: for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


class TaxCategory(models.TextChoices):
    """The line of the platform's tax list under which a sale falls (column 08 of 01-1/BK-CNKD-TMĐT)."""

    GOODS = "goods", _("Hàng hóa")
    SERVICE = "service", _("Dịch vụ")
    TRANSPORT = "transport", _("Sản xuất, vận tải, dịch vụ có gắn với hàng hóa")
    UNIDENTIFIED = "unidentified", _("Không xác định được")  # the highest rate
    EXEMPT = "exempt", _("Nông sản tự sản xuất, chưa chế biến")  # with its evidence


class TaxRate(models.Model):
    """What is withheld of an individual's sales of a category, by who collected the money."""

    collector = models.CharField(_("bên thu tiền"), max_length=8, choices=Collector)
    category = models.CharField(_("nhóm thuế"), max_length=12, choices=TaxCategory)
    vat_basis_points = models.PositiveIntegerField(_("thuế GTGT (phần vạn)"))  # hundredths of a percent
    pit_basis_points = models.PositiveIntegerField(_("thuế TNCN (phần vạn)"))
    effective_from = models.DateField(_("có hiệu lực từ"))
    effective_to = models.DateField(_("hiệu lực đến hết"), null=True)  # the last day, inclusive
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200)

    class Meta:
        verbose_name = _("mức thuế khấu trừ")
        verbose_name_plural = _("mức thuế khấu trừ")
        constraints = [
            ExclusionConstraint(
                name="payments_tax_rate_one_a_day",
                expressions=[
                    ("collector", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (
                        _Days("effective_from", "effective_to", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=models.F("effective_from")),
                name="payments_tax_rate_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.vat_basis_points}/{self.pit_basis_points} từ {self.effective_from}"


class CommissionRule(models.Model):
    """The operator's commission on what it collects."""

    basis_points = models.PositiveIntegerField(_("hoa hồng (phần vạn)"))  # hundredths of a percent of the transfer
    effective_from = models.DateField(_("có hiệu lực từ"))
    effective_to = models.DateField(_("hiệu lực đến hết"), null=True)  # the last day, included
    basis = models.CharField(_("căn cứ"), max_length=200)  # the decision that sets it

    class Meta:
        verbose_name = _("mức phí hoa hồng")
        verbose_name_plural = _("mức phí hoa hồng")
        constraints = [
            ExclusionConstraint(
                name="payments_commission_one_a_day",
                expressions=[
                    (
                        _Days("effective_from", "effective_to", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="payments_commission_at_most_all"),
        ]

    def __str__(self) -> str:
        return f"{self.basis_points} bp từ {self.effective_from}"


class TaxEntry(models.Model):
    """Tax withheld of one category of a transfer, or returned with a reversal (negative). Append-only.

    A refund after the month was filed is offset in the refund's month: each entry counts in the month of its own date.
    """

    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, related_name="tax_entries", verbose_name=_("bên nhận tiền")
    )
    transfer = models.ForeignKey(
        "payments.Transfer",
        on_delete=models.PROTECT,
        related_name="tax_entries",
        verbose_name=_("khoản chia cho người bán"),
    )
    reversal = models.ForeignKey(
        "payments.TransferReversal",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("khoản thu lại từ người bán"),
    )
    category = models.CharField(_("nhóm thuế"), max_length=12, choices=TaxCategory)
    rate = models.ForeignKey(TaxRate, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("mức thuế"))
    base = models.BigIntegerField(_("doanh thu tính thuế"))  # đồng of sales
    vat = models.BigIntegerField(_("thuế GTGT"))
    pit = models.BigIntegerField(_("thuế TNCN"))
    evidence = models.CharField(_("giấy tờ miễn thuế"), max_length=200, blank=True)  # of an exemption
    livemode = models.BooleanField(_("chạy thật"))
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("khoản thuế khấu trừ")
        verbose_name_plural = _("khoản thuế khấu trừ")
        indexes = [models.Index(fields=["payee", "at"], name="payments_tax_payee")]

    def __str__(self) -> str:
        return f"{self.category} {self.base} → {self.vat} + {self.pit}"
