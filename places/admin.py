"""Units and addresses in the Django admin, read-only: units come from the sources, and addresses never change."""

from django.contrib import admin

from core.folded_search import FoldedSearch
from core.read_only_admin import ReadOnly
from places.models import Address, Unit


@admin.register(Unit)
class UnitAdmin(FoldedSearch, ReadOnly, admin.ModelAdmin):
    list_display = ["code", "full_name", "parent", "valid_from", "valid_to"]
    list_filter = ["level", "valid_to"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]
    folded_search_fields = ("name_fold",)
    exclude = ["search", "search_fold", "name_fold", "name_sort"]
    ordering = ["name_sort"]


@admin.register(Address)
class AddressAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "phone", "street", "unit", "old_unit", "created_at"]
    list_select_related = ["unit", "old_unit"]
    search_fields = ["name", "phone"]
