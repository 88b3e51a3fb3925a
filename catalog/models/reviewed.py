"""What an officer verifies or refuses: when it was submitted, and what was decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class ReviewedPaper(models.Model):
    """A seller's paper about a product. It counts while it is verified; a refused one is shown with its reason."""

    submitted_at = models.DateTimeField(_("nộp lúc"), default=clock.now)  # again when corrected, or the product changed
    verified_at = models.DateTimeField(_("xác minh lúc"), null=True)
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người xác minh")
    )
    refused_at = models.DateTimeField(_("từ chối lúc"), null=True)
    refusal = models.CharField(_("lý do từ chối"), max_length=200, blank=True)
    is_sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="%(app_label)s_%(class)s_by_someone",
            )
        ]
