"""Orders in the Django admin, read-only: only services change them."""

from django.contrib import admin

from core.read_only_admin import ReadOnly
from orders.models import Order, OrderHistory, OrderLine, PosSale, Return


class LineInline(ReadOnly, admin.TabularInline):
    model = OrderLine
    fields = ["product_name", "variant_name", "unit_price", "quantity", "total"]


class HistoryInline(ReadOnly, admin.TabularInline):
    model = OrderHistory
    fields = ("at", "what", "actor", "data")
    readonly_fields = ("at", "what", "actor", "data")


class ReturnInline(ReadOnly, admin.TabularInline):
    model = Return
    fields = (
        "number",
        "state",
        "amount",
        "reason",
        "words",
        "requested_by",
        "requester",
        "answer",
        "answered_by",
        "refund_id",
    )
    readonly_fields = fields


@admin.register(Order)
class OrderAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["code", "seller", "buyer_name", "total", "payment_method", "status", "charge_status", "created_at"]
    list_filter = ["status", "charge_status", "payment_method", "needs_review"]
    list_select_related = ["seller"]
    search_fields = ["=code", "=phone"]
    date_hierarchy = "created_at"
    inlines = [LineInline, ReturnInline, HistoryInline]


@admin.register(PosSale)
class PosSaleAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["code", "seller", "amount", "method", "status", "paid_declared", "recorded_by", "created_at"]
    list_filter = ["status", "method", "paid_declared"]
    list_select_related = ["seller", "recorded_by"]
    search_fields = ["=code"]
    date_hierarchy = "created_at"
