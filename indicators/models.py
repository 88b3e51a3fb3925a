"""Facts from events, definitions as dated data."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from places.models import DateRange


class Definition(models.Model):
    """What an indicator ("chỉ tiêu") means from `effective_from` on: numerator, denominator, unit, target, basis."""

    code = models.CharField(_("mã"), max_length=40)  # "cashless_share_count"
    name = models.CharField(_("tên"), max_length=160)
    numerator = models.TextField(_("tử số"))
    denominator = models.TextField(_("mẫu số"), blank=True)
    unit = models.CharField(_("đơn vị tính"), max_length=20)  # "%", "đồng", "người bán"
    formula = models.CharField(_("công thức"), max_length=40)  # a name in indicators.definitions.formulas
    target = models.BigIntegerField(_("mục tiêu"), null=True, blank=True)  # in the unit; basis points for a share
    target_source = models.CharField(_("nguồn của mục tiêu"), max_length=200, blank=True)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=500, blank=True)
    # the first day of a month, so that each month has one definition
    effective_from = models.DateField(_("hiệu lực từ"))
    effective_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("định nghĩa chỉ số")
        verbose_name_plural = _("định nghĩa chỉ số")
        ordering = ["position", "code", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="indicators_definition_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="indicators_definition_lasts",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày có hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(effective_from__day=1) & (Q(effective_to__isnull=True) | Q(effective_to__day=1)),
                name="indicators_definition_whole_months",
                violation_error_message=_("Ngày có hiệu lực và hết hiệu lực phải là ngày đầu tháng."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target_source=""),
                name="indicators_target_has_a_source",
                violation_error_message=_("Vui lòng ghi nguồn của mục tiêu."),
            ),
            ExclusionConstraint(
                name="indicators_definition_one_at_a_time",
                violation_error_message=_("Chỉ số này đã có một định nghĩa trong thời gian ấy."),
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DateRange("effective_from", "effective_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Days in a wrong order are no range: PostgreSQL would refuse to compare them with other definitions."""
        if self.effective_from and self.effective_to and self.effective_to <= self.effective_from:
            raise ValidationError({"effective_to": _("Ngày hết hiệu lực phải sau ngày có hiệu lực.")})


class FactKind(models.TextChoices):
    SALE = "sale", _("Bán hàng")
    PARTIAL = "partial", _("Hoàn một phần")  # after fulfilment: the sale remains, with a smaller amount
    REVERSAL = "reversal", _("Hoàn tiền")  # of the whole remainder: the sale no longer counts


class Channel(models.TextChoices):
    ONLINE = "online", _("Trực tuyến")
    POS = "pos", _("Tại chợ")


class Fact(models.Model):
    """A sale or a refund of it, with the values of that moment. Append-only by a trigger; figures are sums of facts."""

    event_id = models.BigIntegerField(_("số sự kiện"), unique=True)  # the core.Event that it comes from
    kind = models.CharField(_("loại"), max_length=10, choices=FactKind)
    # the order's code, or the receipt number of a POS sale
    order_ref = models.CharField(_("mã đơn hoặc biên nhận"), max_length=40)
    seller = models.ForeignKey(
        "cooperatives.Seller", on_delete=models.PROTECT, related_name="+", verbose_name=_("người bán")
    )
    # the seller's commune then
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("xã, phường"))
    # before 7/2025
    old_unit = models.ForeignKey(
        "places.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("xã, phường cũ")
    )
    channel = models.CharField(_("kênh bán"), max_length=10, choices=Channel, default=Channel.ONLINE)
    method = models.CharField(_("cách trả tiền"), max_length=10)  # "vnpay" | "vietqr" | "cash" | "cod"
    cashless = models.BooleanField(_("không dùng tiền mặt"))
    # the seller, not a bank, confirmed that the transfer arrived
    declared = models.BooleanField(_("người bán tự xác nhận"), default=False)
    amount = models.BigIntegerField(_("số tiền"))  # đồng, delivery included; negative for a refund
    # of an invented seller or order: shown as "dữ liệu mẫu"
    is_sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    occurred_at = models.DateTimeField(_("xảy ra lúc"))
    month = models.DateField(_("tháng"))  # first day of the month in Việt Nam

    class Meta:
        verbose_name = _("dòng số liệu")
        verbose_name_plural = _("dòng số liệu")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "order_ref"], condition=~Q(kind="partial"), name="indicators_fact_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="sale", amount__gt=0) | Q(kind__in=["partial", "reversal"], amount__lt=0),
                name="indicators_fact_sign",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="indicators_fact_month"),
        ]
        indexes = [
            models.Index(fields=["unit", "month", "occurred_at"], name="indicators_fact_of_commune"),
            models.Index(fields=["month", "occurred_at"], name="indicators_fact_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_ref}"
