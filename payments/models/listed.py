"""Base of every object of the API: its mode, and its place in one sequence, by which lists are ordered.

Lists follow the sequence, not the clock: two objects of one microsecond still have an order.
"""

from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _


class Listed(models.Model):
    """An object with a prefixed id (`id` is declared by each), live or test, listed by its sequence."""

    sequence = models.BigIntegerField(
        _("số thứ tự"), unique=True, db_default=Func(Value("payments_sequence"), function="NEXTVAL")
    )
    livemode = models.BooleanField(_("chạy thật"))
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        abstract = True
