"""Photos, stored in up to three widths as WebP and JPEG when they are uploaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Photo(models.Model):
    """A picture of a product. The files are `<key>-<width>.webp` and `.jpg` for each width, in the media storage."""

    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="photos", verbose_name=_("mặt hàng")
    )
    key = models.CharField(_("tệp"), max_length=120)  # "products/3f9a…", by the picture's own hash
    width = models.PositiveIntegerField(_("rộng"))  # pixels of the largest
    height = models.PositiveIntegerField(_("cao"))
    widths = models.JSONField(_("các cỡ ảnh"))  # [320, 640, 1280], fewer for a small original
    colour = models.CharField(_("màu nền"), max_length=7)  # "#f3e6c4", shown until the picture has loaded
    alt = models.CharField(_("mô tả ảnh"), max_length=160)
    is_illustration = models.BooleanField(_("ảnh minh họa"), default=False)  # "ảnh minh họa"
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("ảnh")
        verbose_name_plural = _("ảnh")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt
