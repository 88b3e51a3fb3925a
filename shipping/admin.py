"""What an operator sees of ways of delivery."""

from django.contrib import admin

from core.typed_admin import TypedFields
from shipping.models import Rate, ShippingMethod


class RateInline(TypedFields, admin.TabularInline):
    model = Rate
    extra = 0


@admin.register(ShippingMethod)
class ShippingMethodAdmin(TypedFields, admin.ModelAdmin):
    list_display = ("name", "seller", "carrier", "is_active")
    list_filter = ("carrier", "is_active")
    search_fields = ("name", "seller__name")
    list_select_related = ("seller",)
    raw_id_fields = ("seller",)
    inlines = (RateInline,)
