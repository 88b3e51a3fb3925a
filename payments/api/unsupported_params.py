"""Stripe's own parameters that cannot apply here: ignored, or refused with the reason. docs/payments.md prints them.

A parameter is ignored where it changes nothing about the money (a card statement's text, fraud settings). It is refused
where it would mean something else here than its caller expects.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from payments.api.errors import ApiError
from payments.api.form_encoding import clean


@dataclass(frozen=True)
class Ignored:
    """Accepted and not used."""

    why: str


@dataclass(frozen=True)
class Refused:
    """Not accepted."""

    why: str


@dataclass(frozen=True)
class Only:
    """Accepted where it asks for what happens anyway; otherwise refused."""

    values: Collection[str]
    why: str


@dataclass(frozen=True)
class OnlyInside:
    """A hash that is accepted where its fields ask for what happens anyway: {field: values}.

    "a][b" is the field b of the field a.
    """

    values: tuple[tuple[str, tuple[str, ...]], ...]
    why: str


Rule = Ignored | Refused | Only | OnlyInside

_NO_CARDS = "This API accepts no card data: the buyer pays at VNPay, by VietQR transfer or in cash."
_V1_CUSTOMERS = Refused("Send a `customer`: there are no accounts of Stripe's v2 API.")
_NO_INVOICES = Ignored("Invoices are the seller's.")
_NO_TAX = Ignored("No tax is computed here.")
_NOTHING_KEPT = Refused("No payment method is stored for later payments.")
_STATEMENT = Ignored("VNPay and banks set the text of a statement.")
AT_ONCE = "Money is captured at once: VNPay and bank transfers have no authorization."

_ONLY_THE_PAYMENT = "The page collects the payment only."
_BY_TYPES = Refused("List the offered methods in `payment_method_types`.")

_INTENT: dict[str, Rule] = {
    "allowed_payment_method_types": _BY_TYPES,
    "amount_details": Ignored("Only `amount` is used."),
    "amount_to_confirm": Refused("The whole `amount` is confirmed."),
    "automatic_payment_methods": Ignored("`payment_method_types` lists the offered methods."),
    "capture_method": Only(("automatic", "automatic_async"), AT_ONCE),
    "confirmation_token": Refused(_NO_CARDS),
    "confirmation_method": Only(("automatic",), "An intent is confirmed over the API and needs no further call."),
    "customer_account": _V1_CUSTOMERS,
    "error_on_requires_action": Only(("false",), "Every payment needs the buyer's own action."),
    "excluded_payment_method_types": _BY_TYPES,
    "hooks": Ignored("No tax is computed here."),
    "mandate": Refused("Nothing can be charged without the buyer: there are no mandates."),
    "mandate_data": Refused("Nothing can be charged without the buyer: there are no mandates."),
    "on_behalf_of": Ignored("VNPay pays the platform; transfer the amount to the seller with `transfer_data`."),
    "off_session": Only(("false",), "Nothing can be charged without the buyer."),
    "payment_details": Ignored("Use `description` and `metadata`."),
    "payment_method_configuration": Ignored("`payment_method_types` lists the offered methods."),
    "radar_options": Ignored("VNPay evaluates the risk: see `review`."),
    "setup_future_usage": Ignored("No payment method is stored for later payments."),
    "shipping": Ignored("A payment stores no shipping address: use `metadata`, or the customer's `shipping`."),
    "source": Refused(_NO_CARDS),
    "statement_descriptor": _STATEMENT,
    "statement_descriptor_suffix": _STATEMENT,
    "use_stripe_sdk": Ignored("The next action is a redirect or a QR code."),
}

_SESSION: dict[str, Rule] = {
    "adaptive_pricing": Ignored("There is only VND."),
    "allowed_payment_method_types": _BY_TYPES,
    "after_expiration": Ignored("An expired session cannot be recovered: create a new one."),
    "allow_promotion_codes": Only(("false",), "There are no promotion codes: send the amounts to be paid."),
    "automatic_tax": Ignored("No tax is computed here."),
    "billing_address_collection": Only(("auto",), _ONLY_THE_PAYMENT),
    "branding_settings": Ignored("The page is the same for all sellers."),
    "collected_information": Ignored("The page collects the payment only."),
    "consent_collection": OnlyInside((("terms_of_service", ("none",)), ("promotions", ("none",))), _ONLY_THE_PAYMENT),
    "custom_fields": Refused("The page collects the payment only."),
    "custom_text": Ignored("The texts of the page are the same for all sellers."),
    "customer_account": _V1_CUSTOMERS,
    "customer_creation": Only(("if_required",), "Create the customer first and send its id as `customer`."),
    "customer_update": Ignored("The page collects the payment only, so the customer is not changed."),
    "excluded_payment_method_types": _BY_TYPES,
    "integration_identifier": Ignored("Use `metadata`."),
    "managed_payments": Ignored("There is one kind of sale."),
    "name_collection": OnlyInside(
        (("business][enabled", ("false",)), ("individual][enabled", ("false",))), _ONLY_THE_PAYMENT
    ),
    "optional_items": Refused("The page collects the payment only."),
    "origin_context": Ignored("The page is the same for all sellers."),
    "payment_method_data": Ignored("The buyer chooses on the page."),
    "permissions": Ignored("A session is changed over this API only."),
    "redirect_on_completion": Ignored("The page is hosted and redirects to `success_url`."),
    "saved_payment_method_options": Ignored("No payment method is stored for later payments."),
    "wallet_options": Ignored("VNPay offers its own wallets."),
    "discounts": Refused("There are no coupons: send the amounts to be paid."),
    "invoice_creation": Ignored("Invoices are the seller's."),
    "payment_method_collection": Only(("always",), "No payment is charged later."),
    "payment_method_configuration": Ignored("`payment_method_types` lists the offered methods."),
    "payment_method_options": Ignored("An attempt ends with the session: use `expires_at`."),
    "phone_number_collection": OnlyInside((("enabled", ("false",)),), _ONLY_THE_PAYMENT),
    "return_url": Refused("The page is hosted: use `success_url`."),
    "setup_intent_data": Refused("No payment method is stored for later payments."),
    "shipping_address_collection": Refused(_ONLY_THE_PAYMENT),
    "shipping_options": Refused("Send the shipping as one of `line_items`."),
    "submit_type": Ignored("The button has one label."),
    "subscription_data": Refused("Nothing can be charged without the buyer."),
    "tax_id_collection": OnlyInside((("enabled", ("false",)),), _ONLY_THE_PAYMENT),
}
_NO_CLOCKS = Refused("There are no test clocks here.")
_CUSTOMER: dict[str, Rule] = {
    "balance": Only(("0",), "Customers have no balance here."),
    "cash_balance": Ignored("Customers have no balance here."),
    "default_source": _NOTHING_KEPT,
    "invoice_prefix": _NO_INVOICES,
    "invoice_settings": _NO_INVOICES,
    "next_invoice_sequence": _NO_INVOICES,
    "payment_method": _NOTHING_KEPT,
    "source": Refused(_NO_CARDS),
    "tax": _NO_TAX,
    "tax_exempt": _NO_TAX,
    "tax_id_data": _NO_TAX,
    "test_clock": _NO_CLOCKS,
    "validate": Ignored("There are no cards to validate."),
}
_ACCOUNT: dict[str, Rule] = {
    "account_token": Refused("There are no tokens here."),
    "controller": Ignored("There is one kind of account."),
    "default_currency": Only(("vnd", "VND"), "There is only VND."),
    "documents": Ignored("Sellers are verified by the operator."),
    "groups": Ignored("There is one kind of account."),
    "tos_acceptance": Ignored("The agency contract is recorded by the operator."),
}

# By method and path template.
RULES: dict[str, dict[str, Rule]] = {
    "POST /v1/payment_intents": _INTENT,
    "POST /v1/payment_intents/{intent}": _INTENT,
    "POST /v1/payment_intents/{intent}/confirm": _INTENT,
    "GET /v1/payment_intents": {"customer_account": _V1_CUSTOMERS},
    "GET /v1/payment_methods": {"customer_account": _V1_CUSTOMERS},
    "POST /v1/customers": _CUSTOMER,
    "POST /v1/customers/{customer}": _CUSTOMER,
    "GET /v1/customers": {"test_clock": _NO_CLOCKS},
    "POST /v1/charges/{charge}": {
        "fraud_details": Ignored("VNPay evaluates the risk."),
        "shipping": Ignored("A payment stores no shipping address."),
    },
    "POST /v1/refunds": {
        "currency": Only(("vnd", "VND"), "There is only VND."),
        "customer": Refused("Customers have no balance: send a `payment_intent` or a `charge`."),
        "instructions_email": Ignored("This API sends no e-mail."),
        "origin": Refused("Only a payment can be refunded."),
    },
    "POST /v1/accounts": _ACCOUNT,
    "POST /v1/accounts/{account}": _ACCOUNT,
    "POST /v1/checkout/sessions": _SESSION,
    "POST /v1/checkout/sessions/{session}": _SESSION
    | {
        "line_items": Refused("The line items of a session do not change: expire it and create a new one."),
        "payment_intent_data": Refused("Expire the session and create a new one."),
    },
    "GET /v1/checkout/sessions": {
        "customer_account": _V1_CUSTOMERS,
        "payment_link": Refused("There are no payment links here."),
        "subscription": Refused("Nothing can be charged without the buyer."),
    },
    "POST /v1/accounts/{account}/external_accounts": {
        "metadata": Ignored("A bank account stores the bank, the number and the holder only."),
    },
    "POST /v1/transfers": {"source_type": Only(("card",), "There is one balance.")},
    "POST /v1/payouts": {
        "method": Only(("standard",), "Payouts are bank transfers."),
        "payout_method": Refused("A payout is sent to the account's only bank account."),
        "source_type": Only(("card",), "There is one balance."),
        "statement_descriptor": Ignored(
            "The text of the transfer is a code of ours, which identifies it in the bank's statement."
        ),
    },
}


def set_aside(endpoint: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that apply here. Raises ApiError for refused ones."""
    rules = RULES.get(endpoint, {})
    kept = {}
    for name, value in params.items():
        rule = rules.get(name)
        match rule:
            case Refused(why):
                raise ApiError(
                    f"The parameter {name} is not supported here. {why}", code="parameter_unsupported", param=name
                )
            case Only(values, why) if value not in values:
                raise ApiError(
                    f"Invalid {name}: only {' or '.join(values)} is supported here, not {clean(str(value))}. {why}",
                    code="parameter_unsupported",
                    param=name,
                )
            case OnlyInside(values, why) if isinstance(value, Mapping):
                _check_inside(name, value, dict(values), why)
            case None:
                kept[name] = value
    return kept


def _check_inside(name: str, given: Mapping[str, Any], allowed: Mapping[str, Collection[str]], why: str) -> None:
    for field, value in _flat(given):
        if field in allowed and value not in allowed[field]:
            raise ApiError(
                f"Invalid {name}[{field}]: only {' or '.join(allowed[field])} is supported here. {why}",
                code="parameter_unsupported",
                param=f"{name}[{field}]",
            )


def _flat(given: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a hash and of the hashes in it, by their names between the outer brackets."""
    for name, value in given.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{name}][")
        else:
            yield f"{path}{name}", value
