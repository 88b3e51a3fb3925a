"""Admin pages of the API's users: keys, endpoints and their deliveries, events, sessions, customers. No secret is
shown, encrypted or hashed.
"""

from django.contrib import admin
from django.http import HttpRequest

from core.read_only_admin import ReadOnly
from payments.models import (
    ApiEvent,
    ApiKey,
    CheckoutSession,
    Customer,
    DeliveryAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)


class TryInline(admin.TabularInline):
    model = DeliveryAttempt
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "status_code", "milliseconds", "answer")
    ordering = ("pk",)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("kind", "last4", "name", "payee", "livemode", "created_at", "last_used_on", "revoked_at")
    list_filter = ("kind", "livemode")
    list_select_related = ("payee",)
    search_fields = ("name", "last4", "payee__id")
    ordering = ("-pk",)
    exclude = ("digest",)


@admin.register(WebhookEndpoint)
class EndpointAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("id", "url", "payee", "connect", "livemode", "is_enabled", "disabled_reason", "deleted_at")
    list_filter = ("livemode", "is_enabled", "connect")
    list_select_related = ("payee",)
    search_fields = ("id", "url", "payee__id")
    ordering = ("-sequence",)
    exclude = ("encrypted_secret",)


@admin.register(WebhookDelivery)
class DeliveryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("id", "event", "endpoint", "status", "tries", "next_try_at", "ended_at")
    list_filter = ("status",)
    list_select_related = ("event", "endpoint")
    search_fields = ("event__id", "endpoint__id")
    ordering = ("-pk",)
    inlines = (TryInline,)


@admin.register(ApiEvent)
class ApiEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("id", "type", "payee", "livemode", "created_at", "request_id")
    list_filter = ("type", "livemode")
    list_select_related = ("payee",)
    search_fields = ("id", "payee__id", "request_id")
    ordering = ("-sequence",)


@admin.register(CheckoutSession)
class CheckoutSessionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("id", "intent", "status", "payee", "livemode", "created_at", "expires_at")
    list_filter = ("status", "livemode")
    list_select_related = ("intent", "payee")
    search_fields = ("id", "intent__id", "client_reference_id")
    ordering = ("-sequence",)


@admin.register(Customer)
class CustomerAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("id", "payee", "livemode", "created_at", "deleted_at")
    list_filter = ("livemode",)
    list_select_related = ("payee",)
    search_fields = ("id", "email", "payee__id")
    ordering = ("-sequence",)
