"""Shipping methods in the Django admin, read-only: sellers change them through services."""

from django.contrib import admin

from core.read_only_admin import ReadOnly
from shipping.models import Rate, ShippingMethod


class RateInline(ReadOnly, admin.TabularInline):
    model = Rate
    extra = 0


@admin.register(ShippingMethod)
class ShippingMethodAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "seller", "carrier", "is_active")
    list_filter = ("carrier", "is_active")
    search_fields = ("name", "seller__name")
    list_select_related = ("seller",)
    inlines = (RateInline,)
