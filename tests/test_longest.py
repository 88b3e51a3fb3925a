"""Every column of text is either typed by people, and tried at its longest on every page, or known to hold ours."""

from django.apps import apps
from django.db import models

from tests.longest import TYPED, TYPED_JSON, longest

ROOMS = {
    "accounts",
    "catalog",
    "cooperatives",
    "core",
    "indicators",
    "orders",
    "payments",
    "places",
    "sandbox",
    "shipping",
}
# Codes, hashes, folded words, and sentences of our own.
OURS = """
accounts.AuditEntry on_behalf_of action object_ref
accounts.Authenticator encrypted_secret
accounts.PasswordLink token_hash
accounts.RecoveryCode code_hash
accounts.SecurityNotice action
accounts.Session session_data
accounts.User password phone
catalog.Category slug name
catalog.Photo key colour
catalog.Product slug name_fold name_sort search_fold search_exact
catalog.Reservation holder_ref
catalog.StockMovement ref
catalog.Variant sku
cooperatives.CooperativeMember paper_file
cooperatives.Seller slug name_fold name_sort tax_code phone payee_ref
core.Change scope
core.Delivery handler last_error
core.Event type
core.IdempotentAnswer scope key fingerprint
indicators.Definition code name numerator denominator unit formula target_source legal_basis
indicators.Fact order_ref method
orders.Checkout phone payment_method consent_policy
orders.PosSale code intent_id
orders.PaymentAllocation intent_id transfer_id refund_id
orders.Order code phone shipping_carrier
orders.Return intent_id refund_id
payments.ApiEvent type api_version request_id idempotency_key
payments.ApiKey name digest last4
payments.Attempt provider reference charge_id ip_address redirect_url provider_ref response_code
payments.BalanceTransaction source description
payments.BankAccount bin number
payments.BankFeed hook encrypted_secret
payments.BankNotification external_id
payments.BankTransfer identity
payments.CheckoutSession success_url cancel_url client_reference_id customer_email locale
payments.Customer phone
payments.ImportedFile sha256
payments.LedgerAccount code
payments.JournalEntry reason_ref reference
payments.Payee tax_id bank_bin bank_account_no
payments.PaymentIntent client_secret payment_method_type payment_method_id return_url receipt_email
payments.PaymentIntent transfer_group reference
payments.PaymentLink external_id
payments.Payout code bank_bin bank_account_no
payments.ProviderMessage provider answer
payments.Refund reason reference provider_ref response_code
sandbox.SandboxPayment tmn_code txn_ref create_date expire_date order_info return_url bank_code card_type play
sandbox.SandboxPayment response_code transaction_status transaction_no pay_date ipn_answer
sandbox.SandboxPlay command txn_ref play
sandbox.SandboxRefund request_id transaction_type transaction_no transaction_status pay_date created_by
payments.TaxFiling layout
payments.Transfer payment_id fee_id reference transfer_group
payments.TransferReversal description
payments.WebhookEndpoint encrypted_secret api_version
places.Address phone
places.Unit code kind name full_name name_fold name_sort legal_basis search_fold
"""


def columns() -> set[str]:
    """Labels like "orders.Order.note" for each column of free text; those with choices hold codes."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and not field.primary_key
    }


def test_every_text_column_is_listed() -> None:
    typed = {f"{label}.{name}" for label, names in TYPED.items() for name in names}
    ours = {f"{label}.{name}" for label, *names in map(str.split, OURS.strip().splitlines()) for name in names}
    assert typed & ours == set()
    assert sorted(columns() ^ (typed | ours)) == []


def test_listed_json_columns_exist() -> None:
    for label, names in TYPED_JSON.items():
        assert {type(apps.get_model(label)._meta.get_field(name.partition(".")[0])) for name in names} == {
            models.JSONField
        }


def test_longest_value_fills_its_column() -> None:
    order = apps.get_model("orders.Order")._meta
    assert longest(order.get_field("note")) == "W" * 300
    assert len(longest(order.get_field("email"), 7)) <= 254
    assert longest(order.get_field("email"), 7).startswith("7")
