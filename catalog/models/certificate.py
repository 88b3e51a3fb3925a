"""OCOP certificates ("giấy chứng nhận sản phẩm OCOP"): stars are shown only while a verified one is valid."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.product import OcopGroup
from core import clock


class Certificate(models.Model):
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
    submitted_at = models.DateTimeField(_("nộp lúc"), default=clock.now)  # again when corrected
    verified_at = models.DateTimeField(_("xác minh lúc"), null=True)
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người xác minh")
    )
    refused_at = models.DateTimeField(_("từ chối lúc"), null=True)
    refusal = models.CharField(_("lý do từ chối"), max_length=200, blank=True)
    is_sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    class Meta:
        verbose_name = _("chứng nhận OCOP")
        verbose_name_plural = _("chứng nhận OCOP")
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=3, stars__lte=5), name="catalog_certificate_stars"),
            models.CheckConstraint(condition=Q(expires_on__gt=F("issued_on")), name="catalog_certificate_lasts"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="catalog_certificate_by_someone",
            ),
            models.UniqueConstraint(fields=["product", "decision_no"], name="catalog_certificate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_no} ({self.stars}★)"
