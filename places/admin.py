"""Units and addresses for the operator to look up: units come from the sources, addresses never change."""

from django.contrib import admin
from django.http import HttpRequest

from places.models import Address, Unit


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Unit)
class UnitAdmin(ReadOnly):
    list_display = ["code", "full_name", "parent", "valid_from", "valid_to"]
    list_filter = ["level", "valid_to"]
    list_select_related = ["parent"]
    search_fields = ["code", "name", "name_fold"]
    exclude = ["search", "search_fold", "name_fold", "name_sort"]
    ordering = ["name_sort"]


@admin.register(Address)
class AddressAdmin(ReadOnly):
    list_display = ["name", "phone", "street", "unit", "old_unit", "created_at"]
    list_select_related = ["unit", "old_unit"]
    search_fields = ["name", "phone"]
