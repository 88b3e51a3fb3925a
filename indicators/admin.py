"""Indicators in the Django admin: the operator edits definitions; facts are read-only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest

from accounts.audited_admin import Audited
from core.read_only_admin import ReadOnly
from core.typed_admin import TypedFields
from indicators.definitions.formulas import FORMULAS
from indicators.models import Definition, Fact


@admin.register(Definition)
class DefinitionAdmin(TypedFields, Audited):
    list_display = ("code", "name", "unit", "formula", "effective_from", "effective_to")
    list_filter = ("code",)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "formula":  # any other name would stop every page of figures
            return forms.ChoiceField(label=db_field.verbose_name, choices=[(name, name) for name in FORMULAS])
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Fact)
class FactAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("order_ref", "kind", "seller", "unit", "method", "amount", "occurred_at")
    list_filter = ("kind", "method", "is_sample")
    list_select_related = ("seller", "unit")
    search_fields = ("=order_ref",)
    show_full_result_count = False
