"""The catalog in the Django admin, read-only except for categories; everything else is changed through services."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accounts.audited_admin import Audited
from catalog.models import (
    Category,
    Certificate,
    Photo,
    ProduceDeclaration,
    Product,
    Reservation,
    StockMovement,
    Variant,
)
from catalog.products import denormalized
from core.folded_search import FoldedSearch
from core.read_only_admin import ReadOnly
from core.typed_admin import TypedFields


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0
    can_delete = False


class VariantInline(ReadOnlyInline):
    model = Variant
    fields = ("sku", "name", "price", "weight_g", "on_hand", "reserved", "is_active")


class PhotoInline(ReadOnlyInline):
    model = Photo
    fields = ("key", "alt", "width", "height", "is_illustration")


@admin.register(Category)
class CategoryAdmin(TypedFields, Audited):
    list_display = ("name", "slug", "ocop_group", "position")
    ordering = ("position",)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        denormalized.refresh(Product.objects.filter(category=obj.pk))  # the category's name is a search word

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Product)
class ProductAdmin(FoldedSearch, ReadOnly, admin.ModelAdmin):
    list_display = ("name", "seller", "category", "price_from", "is_published", "is_sample")
    list_filter = ("is_published", "is_sample", "category")
    list_select_related = ("seller", "category")
    search_fields = ("name", "seller__name")
    folded_search_fields = ("name_fold", "seller__name_fold")
    exclude = ("search_fold", "search_exact", "name_fold", "name_sort")
    inlines = (VariantInline, PhotoInline)


@admin.register(Certificate)
class CertificateAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("decision_no", "product", "stars", "issued_on", "expires_on", "verified_at", "refused_at")
    list_filter = ("stars", "is_sample")
    list_select_related = ("product",)
    search_fields = ("decision_no", "product__name")


@admin.register(ProduceDeclaration)
class ProduceDeclarationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("product", "evidence", "submitted_at", "verified_at", "refused_at", "withdrawn_at")
    list_filter = ("is_sample",)
    list_select_related = ("product",)
    search_fields = ("evidence", "product__name")


@admin.register(Reservation)
class ReservationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("holder_ref", "variant", "quantity", "state", "expires_at", "created_at")
    list_filter = ("state",)
    list_select_related = ("variant",)
    search_fields = ("holder_ref", "variant__sku")


@admin.register(StockMovement)
class StockMovementAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "variant", "delta", "reason", "ref")
    list_filter = ("reason",)
    list_select_related = ("variant",)
    search_fields = ("ref", "variant__sku")
