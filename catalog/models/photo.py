"""Photos, stored in up to three widths as WebP and JPEG when they are uploaded."""

from django.db import models


class Photo(models.Model):
    """A picture of a product. The files are `<key>-<width>.webp` and `.jpg` for each width, in the media storage."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="photos")
    key = models.CharField(max_length=120)  # "products/3f9a…", by the picture's own hash
    width = models.PositiveIntegerField()  # pixels of the largest
    height = models.PositiveIntegerField()
    widths = models.JSONField()  # [320, 640, 1280], fewer for a small original
    colour = models.CharField(max_length=7)  # "#f3e6c4", shown until the picture has loaded
    alt = models.CharField(max_length=160)
    is_illustration = models.BooleanField(default=False)  # "ảnh minh họa"
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt
