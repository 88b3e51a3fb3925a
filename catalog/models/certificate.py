"""OCOP certificates ("giấy chứng nhận sản phẩm OCOP"): stars are shown only while a verified one is valid."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.product import OcopGroup
from catalog.models.reviewed import ReviewedPaper


class Certificate(ReviewedPaper):
    """The recognition of a product with 3 to 5 stars, valid for 36 months from its issue."""

    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="certificates", verbose_name=_("mặt hàng")
    )
    group = models.PositiveSmallIntegerField(_("nhóm OCOP"), choices=OcopGroup)
    stars = models.PositiveSmallIntegerField(_("số sao"))
    decision_no = models.CharField(_("số quyết định"), max_length=60)
    authority = models.CharField(_("cơ quan cấp"), max_length=120)
    issued_on = models.DateField(_("ngày cấp"))
    expires_on = models.DateField(_("ngày hết hạn"))  # issued_on + 36 months; valid on this day still

    class Meta:
        verbose_name = _("chứng nhận OCOP")
        verbose_name_plural = _("chứng nhận OCOP")
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=3, stars__lte=5), name="catalog_certificate_stars"),
            models.CheckConstraint(condition=Q(expires_on__gt=F("issued_on")), name="catalog_certificate_lasts"),
            *ReviewedPaper.Meta.constraints,
            models.UniqueConstraint(fields=["product", "decision_no"], name="catalog_certificate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_no} ({self.stars}★)"
