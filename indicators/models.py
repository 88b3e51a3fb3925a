"""Facts from events, definitions as dated data."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from places.models import DateRange


class Definition(models.Model):
    """What an indicator ("chỉ tiêu") means from `effective_from` on: numerator, denominator, unit, target, basis."""

    code = models.CharField(max_length=40)  # "cashless_share_count"
    name = models.CharField(max_length=160)
    numerator = models.TextField()
    denominator = models.TextField(blank=True)
    unit = models.CharField(max_length=20)  # "%", "đồng", "người bán"
    formula = models.CharField(max_length=40)  # a name in indicators.definitions.formulas
    target = models.BigIntegerField(null=True, blank=True)  # in the unit; basis points for a share
    target_source = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=500, blank=True)
    effective_from = models.DateField()  # the first day of a month, so that each month has one definition
    effective_to = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="indicators_definition_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="indicators_definition_lasts",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__day=1) & (Q(effective_to__isnull=True) | Q(effective_to__day=1)),
                name="indicators_definition_whole_months",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target_source=""), name="indicators_target_has_a_source"
            ),
            ExclusionConstraint(
                name="indicators_definition_one_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DateRange("effective_from", "effective_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FactKind(models.TextChoices):
    SALE = "sale", _("Bán hàng")
    PARTIAL = "partial", _("Hoàn một phần")  # after the hand-over: the sale stays one, of a smaller sum
    REVERSAL = "reversal", _("Hoàn tiền")  # of all that was left of it: the sale no longer counts


class Channel(models.TextChoices):
    ONLINE = "online", _("Trực tuyến")
    POS = "pos", _("Tại chợ")


class Fact(models.Model):
    """A sale or a refund of it, with the values of that moment. Append-only by a trigger; figures are sums of facts."""

    event_id = models.BigIntegerField(unique=True)  # the core.Event that it comes from
    kind = models.CharField(max_length=10, choices=FactKind)
    order_ref = models.CharField(max_length=40)  # the order's code, or the receipt's number of a counter sale
    seller = models.ForeignKey("cooperatives.Seller", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")  # the seller's commune then
    old_unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, null=True, related_name="+")  # before 7/2025
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.ONLINE)
    method = models.CharField(max_length=10)  # "vnpay" | "vietqr" | "cash" | "cod"
    cashless = models.BooleanField()
    declared = models.BooleanField(default=False)  # the seller, not a bank, confirmed that the transfer arrived
    amount = models.BigIntegerField()  # đồng, delivery included; negative for a refund
    is_sample = models.BooleanField(default=False)  # of an invented seller or order: shown as "dữ liệu mẫu"
    occurred_at = models.DateTimeField()
    month = models.DateField()  # first day of the month in Việt Nam

    class Meta:
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
