"""Admin forms that read what is typed as every other form does."""

from django.contrib.admin.options import BaseModelAdmin
from django.db import models

from core.form_fields import CountField

_WHOLE = {"form_class": CountField}


class TypedFields(BaseModelAdmin):
    """Before `ModelAdmin`: its whole numbers are read by `core.numbers`; Django would take "50.000" for 50."""

    formfield_overrides = {models.IntegerField: _WHOLE, models.BigIntegerField: _WHOLE}
