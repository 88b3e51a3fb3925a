"""Sellers' declarations of own produce: exempt from withheld tax only while a verified declaration is in force."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models.reviewed import ReviewedPaper


class ProduceDeclaration(ReviewedPaper):
    """A seller's declaration with its evidence ("nông sản tự sản xuất, chưa chế biến"), verified by an officer.

    VAT law Art. 5.1 and PIT law Art. 4.4 exempt such produce. Until an officer has verified the evidence, the
    product is taxed as goods.
    """

    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="declarations", verbose_name=_("mặt hàng")
    )
    # "Sổ vườn năm 2026; giấy xác nhận của ấp Mỹ Thới ngày 03/6/2026"
    evidence = models.CharField(_("giấy tờ chứng minh"), max_length=150)
    # by the seller, or because the tax category changed
    withdrawn_at = models.DateTimeField(_("rút lại lúc"), null=True)

    class Meta:
        verbose_name = _("bản khai nông sản")
        verbose_name_plural = _("bản khai nông sản")
        constraints = [
            *ReviewedPaper.Meta.constraints,
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(refused_at__isnull=True, withdrawn_at__isnull=True),
                name="catalog_declaration_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.evidence}"
