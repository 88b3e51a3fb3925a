"""Sellers' declarations of own produce: exempt from withheld tax only while a verified declaration is in force."""

from django.db import models
from django.db.models import Q

from core import clock


class ProduceDeclaration(models.Model):
    """A seller's declaration with its evidence ("nông sản tự sản xuất, chưa chế biến"), verified by an officer.

    VAT law Art. 5.1 and PIT law Art. 4.4 exempt such produce. Until an officer has verified the evidence, the
    product is taxed as goods.
    """

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="declarations")
    evidence = models.CharField(max_length=150)  # "Sổ vườn năm 2026; giấy xác nhận của ấp Mỹ Thới ngày 03/6/2026"
    submitted_at = models.DateTimeField(default=clock.now)  # renewed when the product has changed since
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)  # by the seller, or because the tax category changed
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="catalog_declaration_by_someone",
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(refused_at__isnull=True, withdrawn_at__isnull=True),
                name="catalog_declaration_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.evidence}"
