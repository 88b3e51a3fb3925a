"""Indicators in the Django admin: the operator edits definitions; facts are read-only."""

from django.contrib import admin

from accounts.audited_admin import Audited
from core.read_only_admin import ReadOnly
from core.typed_admin import TypedFields
from indicators.models import Definition, Fact


@admin.register(Definition)
class DefinitionAdmin(TypedFields, Audited):
    list_display = ("code", "name", "unit", "formula", "effective_from", "effective_to")
    list_filter = ("code",)


@admin.register(Fact)
class FactAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("order_ref", "kind", "seller", "unit", "method", "amount", "occurred_at")
    list_filter = ("kind", "method", "is_sample")
    list_select_related = ("seller", "unit")
    search_fields = ("=order_ref",)
    show_full_result_count = False
