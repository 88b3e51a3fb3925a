"""Facts from events, definitions as dated data."""

from django.db import models
from django.db.models import F, Q


class Definition(models.Model):
    """What an indicator means from `effective_from` on: numerator, denominator, unit, target, legal basis."""

    code = models.CharField(max_length=40)  # "cashless_share_count"
    name = models.CharField(max_length=160)
    numerator = models.TextField()
    denominator = models.TextField(blank=True)
    unit = models.CharField(max_length=20)  # "%", "đồng", "người bán"
    formula = models.CharField(max_length=40)  # a name in indicators.formulas
    target = models.BigIntegerField(null=True)  # in the unit; basis points for a share
    target_source = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="indicators_definition_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="indicators_definition_lasts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Fact(models.Model):
    """A sale, or its reversal, as it was when it happened. Append-only; every figure is a sum over facts."""

    event_id = models.BigIntegerField()  # core.Event that told it
    kind = models.CharField(max_length=10)  # "sale" | "reversal"
    order_ref = models.CharField(max_length=40)  # the order's code
    seller = models.ForeignKey("cooperatives.Seller", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")  # seller's commune
    old_unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, default="online")  # "online" | "counter"
    method = models.CharField(max_length=10)  # "vnpay" | "cash"
    cashless = models.BooleanField()
    amount = models.BigIntegerField()  # đồng; negative for a reversal
    occurred_at = models.DateTimeField()
    month = models.DateField()  # first day of the month in Việt Nam

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "order_ref"], name="indicators_fact_once"),
            models.CheckConstraint(
                condition=Q(kind="sale", amount__gt=0) | Q(kind="reversal", amount__lt=0), name="indicators_fact_sign"
            ),
        ]
        indexes = [models.Index(fields=["unit", "month"]), models.Index(fields=["month"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_ref}"
