"""Every field that Stripe's own client knows of an object is in ours, but for those listed here with the reason."""

from dataclasses import fields

import pytest
import stripe
from stripe import checkout

from payments.events.serializers.registry import SHAPES

# For features that have no counterpart here; Stripe leaves them out as well where they do not apply.
LEFT_OUT = {
    "PaymentIntent": {"hooks", "managed_payments", "payment_details", "payment_record", "presentment_details"},
    "Customer": {"cash_balance", "deleted", "invoice_credit_balance", "tax"},
    "Charge": {"authorization_code", "level3", "presentment_details", "radar_options"},
    "Refund": {"presentment_details"},
    "Account": {"deleted", "groups"},
    "BankAccount": {"deleted", "future_requirements", "requirements"},
    "Balance": {"issuing", "refund_and_dispute_prefunding"},
    "Event": {"context"},
    "WebhookEndpoint": {"deleted"},
    "PaymentMethod": {"radar_options"},
    "CheckoutSession": {
        "allowed_payment_method_types", "branding_settings", "excluded_payment_method_types", "integration_identifier",
        "managed_payments", "name_collection", "optional_items", "permissions", "presentment_details",
        "redirect_on_completion", "tax_id_collection", "wallet_options",
    },
}  # fmt: skip
THEIRS = {
    "Account": stripe.Account,
    "ApplicationFee": stripe.ApplicationFee,
    "Balance": stripe.Balance,
    "BalanceTransaction": stripe.BalanceTransaction,
    "BankAccount": stripe.BankAccount,
    "Charge": stripe.Charge,
    "CheckoutSession": checkout.Session,
    "Customer": stripe.Customer,
    "FeeRefund": stripe.ApplicationFeeRefund,
    "Event": stripe.Event,
    "PaymentIntent": stripe.PaymentIntent,
    "PaymentMethod": stripe.PaymentMethod,
    "Payout": stripe.Payout,
    "Refund": stripe.Refund,
    "Transfer": stripe.Transfer,
    "WebhookEndpoint": stripe.WebhookEndpoint,
}
OTHER_METHODS = {"type", "billing_details", "metadata", "created", "livemode"}


def test_every_shape_has_its_witness() -> None:
    assert SHAPES.keys() - THEIRS.keys() == {"TransferReversal", "DeletedCustomer"}  # not exported by the package


def test_a_deleted_customer_is_its_id_alone() -> None:
    assert [field.name for field in fields(SHAPES["DeletedCustomer"])] == ["id", "object", "deleted"]


@pytest.mark.parametrize("name", sorted(THEIRS))
def test_fields(name: str) -> None:
    theirs = {field for field in THEIRS[name].__annotations__ if field.islower() and not field.startswith("_")}
    if name == "PaymentMethod":  # the others are the properties of the many other types
        plain = {"id", "object", "allow_redisplay", "customer", "customer_account", *OTHER_METHODS}
        theirs &= plain | LEFT_OUT[name]
    ours = {field.name for field in fields(SHAPES[name])}
    assert theirs - ours == LEFT_OUT.get(name, set())
