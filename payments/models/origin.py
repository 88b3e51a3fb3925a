"""Who asked for a thing: our own rooms, or a program outside."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Through which door it came: what is the shop's own is changed by the shop's rooms alone."""

    SDK = "sdk", _("trên trang của sàn")
    API = "api", _("qua API")
