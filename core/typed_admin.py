"""Admin forms with the parsers of every other form."""

from django.contrib.admin.options import BaseModelAdmin
from django.db import models

from core.form_fields import CountField, DayField, TextField

_WHOLE, _TEXT = {"form_class": CountField}, {"form_class": TextField}


class TypedFields(BaseModelAdmin):
    """A mixin before `ModelAdmin`: numbers and texts are parsed as in other forms; Django would read "50.000" as 50."""

    formfield_overrides = {
        models.DateField: {"form_class": DayField},
        models.DateTimeField: {},  # a subclass of the above that is a day and a time
        models.IntegerField: _WHOLE,
        models.BigIntegerField: _WHOLE,
        models.CharField: _TEXT,
        models.TextField: _TEXT,
        models.SlugField: {},  # it has rules of its own
    }
