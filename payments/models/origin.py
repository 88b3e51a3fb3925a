"""Where an object was created: by the shop's own rooms, or over the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Through which interface it was created: only the shop's rooms change the shop's own objects."""

    SDK = "sdk", _("trên trang của sàn")
    API = "api", _("qua API")
