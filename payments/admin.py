"""Admin pages of the books: everything can be read, nothing can be changed."""

from django.contrib import admin
from django.http import HttpRequest

from core.read_only_admin import ReadOnly
from payments.api.admin import ApiEventAdmin, ApiKeyAdmin, CheckoutSessionAdmin, DeliveryAdmin, EndpointAdmin
from payments.models import (
    Attempt,
    BankAccount,
    BankFeed,
    BankTransfer,
    FileLayout,
    ImportedFile,
    JournalEntry,
    LedgerAccount,
    LedgerEntry,
    Payee,
    PaymentIntent,
    Payout,
    PayoutBatch,
    ProviderMessage,
    Refund,
    SettlementLine,
    TaxEntry,
    TaxFiling,
    Transfer,
)
from payments.tax_rules.admin import CommissionRuleAdmin, TaxRateAdmin

__all__ = [
    "ApiEventAdmin",
    "ApiKeyAdmin",
    "CheckoutSessionAdmin",
    "CommissionRuleAdmin",
    "DeliveryAdmin",
    "EndpointAdmin",
    "TaxRateAdmin",
]


class EntryInline(admin.TabularInline):
    model = LedgerEntry
    extra = 0
    can_delete = False
    readonly_fields = ["account", "amount"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class AttemptInline(admin.TabularInline):
    model = Attempt
    extra = 0
    can_delete = False
    fields = (
        "reference",
        "status",
        "response_code",
        "provider_ref",
        "provider_data",
    )
    readonly_fields = (
        "reference",
        "status",
        "response_code",
        "provider_ref",
        "provider_data",
    )

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(PaymentIntent)
class PaymentIntentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "amount", "status", "review", "payment_method_type", "transfer_group", "created_at"]
    list_filter = ["status", "review", "payment_method_type", "livemode"]
    search_fields = ["id", "transfer_group", "attempts__reference"]
    ordering = ["-sequence"]
    inlines = [AttemptInline]


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "reason", "reason_ref", "reference", "intent", "livemode", "created_at"]
    list_filter = ["reason", "livemode"]
    search_fields = ["reason_ref", "reference", "intent__id"]
    list_select_related = ["intent"]
    ordering = ["-pk"]
    inlines = [EntryInline]


@admin.register(LedgerAccount)
class LedgerAccountAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "code", "payee", "book", "livemode"]
    list_filter = ["code", "book", "livemode"]
    list_select_related = ["payee"]


@admin.register(ProviderMessage)
class ProviderMessageAdmin(ReadOnly, admin.ModelAdmin):
    list_display = [
        "id",
        "at",
        "provider",
        "kind",
        "reference",
        "signature_ok",
        "answer",
        "review_reason",
        "decided_at",
    ]
    list_filter = ["provider", "kind", "signature_ok", "answer"]
    search_fields = ["reference"]
    ordering = ["-pk"]


@admin.register(Payee)
class PayeeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "name", "business_type", "tax_id", "agency_contract", "livemode", "created_at"]
    list_filter = ["business_type", "livemode"]
    search_fields = ["id", "name", "legal_name", "tax_id"]


@admin.register(Transfer)
class TransferAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "payee", "amount", "commission", "reversed", "reference", "created_at"]
    search_fields = ["id", "reference", "intent__id"]
    list_select_related = ["payee"]


class PayoutInline(admin.TabularInline):
    model = Payout
    extra = 0
    can_delete = False
    fields = readonly_fields = ("code", "payee", "amount", "status", "bank_reference", "failure_message")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Payout)
class PayoutAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["code", "payee", "amount", "status", "automatic", "created_at", "bank_reference"]
    list_filter = ["status", "automatic", "livemode"]
    search_fields = ["id", "code", "payee__name", "bank_reference"]
    list_select_related = ["payee"]


@admin.register(PayoutBatch)
class PayoutBatchAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "created_at", "created_by"]
    inlines = [PayoutInline]


@admin.register(Refund)
class RefundAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "amount", "status", "reason", "reference", "created_at"]
    list_filter = ["status", "reason"]
    search_fields = ["id", "reference", "intent__id"]


@admin.register(TaxEntry)
class TaxEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "payee", "category", "base", "vat", "pit", "transfer", "reversal"]
    list_filter = ["category", "livemode"]
    search_fields = ["payee__name", "transfer__id", "transfer__reference"]
    list_select_related = ["payee"]
    ordering = ["-pk"]


@admin.register(TaxFiling)
class TaxFilingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["month", "revenue", "vat", "pit", "filed_on", "reference", "paid_on", "payment_reference"]
    list_filter = ["livemode"]
    ordering = ["-month"]


@admin.register(BankAccount)
class BankAccountAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "payee", "bin", "number", "holder", "is_active", "livemode"]
    list_filter = ["is_active", "bin", "livemode"]
    search_fields = ["number", "payee__name"]
    list_select_related = ["payee"]


@admin.register(BankFeed)
class BankFeedAdmin(ReadOnly, admin.ModelAdmin):
    """Without its address and secrets: whoever knows them can report transfers."""

    exclude = ["hook", "encrypted_secret"]
    list_display = ["id", "account", "kind", "is_active", "created_at"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["account"]


@admin.register(BankTransfer)
class BankTransferAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "account", "amount", "content", "bank_reference", "state", "unmatched_reason", "booked_at"]
    list_filter = ["state", "unmatched_reason", "first_reported_by", "livemode"]
    search_fields = ["content", "bank_reference", "attempt__reference"]
    list_select_related = ["account"]
    ordering = ["-pk"]


@admin.register(ImportedFile)
class ImportedFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "kind", "first_day", "last_day", "livemode", "imported_by", "at")
    list_filter = ("kind", "livemode")


@admin.register(SettlementLine)
class SettlementLineAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("day", "kind", "reference", "amount", "fee", "difference", "settled", "outcome")
    list_filter = ("difference", "outcome", "kind")
    search_fields = ("reference", "provider_ref")
    list_select_related = ("file",)


@admin.register(FileLayout)
class FileLayoutAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "kind", "is_active")
