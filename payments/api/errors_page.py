"""GET /v1/docs/errors: what each code means, so that the `doc_url` of an error leads somewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

CODES = {
    "account_invalid": "The key has no access to the account in the Stripe-Account header, or it does not exist.",
    "amount_too_large": "The amount is above what the payment method can carry, or above what is left to refund.",
    "balance_insufficient": "The money is not there (any more): it was transferred on, refunded or paid out.",
    "card_declined": "The bank did not let the payment through; decline_code says why.",
    "charge_already_refunded": "The whole charge is refunded or being refunded.",
    "charge_not_refundable": "The charge did not succeed, or is not the API's to refund.",
    "email_invalid": "The text is no email address.",
    "endpoint_disabled": "The webhook endpoint is disabled: enable it first with disabled=false.",
    "idempotency_key_in_use": "Another request with this key is still at work. Wait a moment and send it again.",
    "insufficient_capabilities_for_transfer": "The destination account may not receive money yet.",
    "parameter_invalid": "The value of the parameter is not accepted; the message says why.",
    "parameter_invalid_empty": "The parameter cannot be unset, so it must not be empty.",
    "parameter_invalid_integer": "The parameter must be a whole number within its bounds.",
    "parameter_invalid_string_length": "The text is too long.",
    "parameter_missing": "A required parameter is missing.",
    "parameter_unknown": "There is no such parameter here.",
    "parameter_unsupported": "The parameter is Stripe's, and what it asks for cannot be done here.",
    "payment_intent_incompatible_payment_method": "The payment method is not among the intent's payment_method_types.",
    "payment_intent_payment_attempt_expired": "The time to pay ran out.",
    "payment_intent_unexpected_state": "The PaymentIntent's status does not allow this; it comes with the error.",
    "payment_method_customer_decline": "The buyer turned back before paying.",
    "payment_method_unactivated": "The account has no bank account yet into which buyers could transfer.",
    "payment_method_unsupported_type": "There is no such payment method, or not for this account.",
    "refund_not_cancelable": "The refund is on its way or has ended.",
    "resource_already_exists": "It was made already.",
    "resource_missing": "There is no such object for this key, account and mode.",
    "url_invalid": "The text is no http or https address.",
}


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """Public, plain, in English as the API is."""
    codes = [(code, code.replace("_", "-"), text) for code, text in sorted(CODES.items())]
    return render(request, "payments/api/errors.html", {"codes": codes})
