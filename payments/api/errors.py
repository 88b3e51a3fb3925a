"""What the API refuses, in Stripe's shape: `{"error": {"type", "code", "param", "message", "doc_url"}}`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.errors import DomainError, Forbidden, NotFound
from payments.events.serializers.base import doc_url

INVALID = "invalid_request_error"

# Every `code` of an error, and what it means: GET /v1/docs/errors prints it, and each doc_url leads there.
CODES = {
    "account_invalid": "The key has no access to the account in the Stripe-Account header, or it does not exist.",
    "amount_too_large": "The amount is above what the payment method can carry, or above what is left to refund.",
    "amount_too_small": "The amount is below what the payment method can carry.",
    "balance_insufficient": "The money is not there (any more): it was transferred on, refunded or paid out.",
    "card_declined": "The bank did not let the payment through; decline_code says why.",
    "charge_already_refunded": "The whole charge is refunded or being refunded.",
    "charge_not_refundable": "The charge did not succeed, or is not the API's to refund.",
    "country_unsupported": "Accounts are opened in Việt Nam only.",
    "email_invalid": "The text is no email address.",
    "endpoint_disabled": "The webhook endpoint is disabled: enable it first with disabled=false.",
    "idempotency_key_in_use": "Another request with this key is still at work. Wait a moment and send it again.",
    "incorrect_number": "The data of card or account were wrong.",
    "insufficient_capabilities_for_transfer": "The destination account may not receive money yet.",
    "no_account": "The account has no bank account to pay out to.",
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
    "payout_unexpected_state": "The payout's status does not allow this: only a pending one is canceled.",
    "payouts_not_allowed": "The platform has no payouts: its own money lies in its bank account already.",
    "processing_error": "VNPay could not process the payment; no money was taken.",
    "refund_not_cancelable": "The refund is on its way or has ended.",
    "resource_already_exists": "It was made already.",
    "resource_missing": "There is no such object for this key, account and mode.",
    "url_invalid": "The text is no http or https address.",
}


class ApiError(Exception):
    """A refusal. `more` are further fields of the error object, such as `payment_intent`."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        status: int = 400,
        type: str = INVALID,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.message, self.code, self.param, self.status, self.type, self.more = (
            message, code, param, status, type, more,
        )  # fmt: skip

    def body(self) -> dict[str, Any]:
        """As JSON; Stripe leaves out what does not apply."""
        error = {"type": self.type, "message": self.message}
        if self.code:
            error |= {"code": self.code, "doc_url": doc_url(self.code)}
        if self.param:
            error["param"] = self.param
        return {"error": error | self.more}


def resource_missing(name: str, id: str, *, param: str, status: int = 404) -> ApiError:
    """No such object for this key: it does not exist, or belongs to another account; both look the same."""
    return ApiError(f"No such {name}: '{id[:100]}'", code="resource_missing", param=param, status=status)


_NO_IDS: Mapping[str, str] = MappingProxyType({})

# Codes of our services → Stripe's code and the name of the parameter at fault.
_CODES: dict[str, tuple[str, str | None]] = {
    "AMOUNT_TOO_SMALL": ("amount_too_small", "amount"),
    "AMOUNT_TOO_LARGE": ("amount_too_large", "amount"),
    "AMOUNT_INVALID": ("parameter_invalid_integer", "amount"),
    "INSUFFICIENT_FUNDS": ("balance_insufficient", "amount"),
    "PAYMENT_INTENT_UNEXPECTED_STATE": ("payment_intent_unexpected_state", None),
    "PAYMENT_UNDER_REVIEW": ("payment_intent_unexpected_state", None),
    "PAYMENT_EXPIRED": ("payment_intent_payment_attempt_expired", None),
    "PAYMENT_METHOD_UNSUPPORTED": ("payment_method_unsupported_type", "payment_method_data[type]"),
    "VIETQR_NO_ACCOUNT": ("payment_method_unactivated", "payment_method_data[type]"),
    "REFUND_EXISTS": ("resource_already_exists", None),
    "TRANSFER_EXISTS": ("resource_already_exists", None),
    "REQUIRED": ("parameter_missing", None),
    "INVALID": ("parameter_invalid", None),
}


def from_domain(error: DomainError, path_ids: Mapping[str, str] = _NO_IDS) -> ApiError:
    """A refusal of one of our services, with Stripe's code where there is one.

    What the path names is missing with 404 (`path_ids`: {"customer": "cus_…"}; for our services the field "id" is the
    object itself), what a parameter names with 400.
    """
    if isinstance(error, NotFound):
        if error.field and error.field in path_ids:
            return resource_missing(error.field, path_ids[error.field], param=error.field)
        in_path = error.field in (None, "id")
        return ApiError(str(error.message), code="resource_missing", param=error.field, status=404 if in_path else 400)
    if isinstance(error, Forbidden):
        return ApiError(str(error.message), status=403)
    code, param = _CODES.get(error.code, (error.code.lower(), None))
    if code not in CODES:  # a code of our services, unknown to clients
        return ApiError(str(error.message), param=error.field)
    return ApiError(str(error.message), code=code, param=param or error.field)


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """GET /v1/docs/errors: public, plain, in English as the API is."""
    codes = [(code, code.replace("_", "-"), text) for code, text in sorted(CODES.items())]
    return render(request, "payments/api/errors.html", {"codes": codes})
