"""What the API refuses, in Stripe's shape: `{"error": {"type", "code", "param", "message", "doc_url"}}`."""

from typing import Any

from core.errors import DomainError, Forbidden, NotFound
from payments.api.error_codes import CODES
from payments.events.serializers.base import doc_url

INVALID = "invalid_request_error"


class ApiError(Exception):
    """An answer that is no success. `more` are further fields of the error object, such as `payment_intent`."""

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
    """No such object for this key: it does not exist, or is another's, which is the same to whoever asks."""
    return ApiError(f"No such {name}: '{id[:100]}'", code="resource_missing", param=param, status=status)


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


def from_domain(error: DomainError) -> ApiError:
    """A refusal of one of our services, in Stripe's words where it has them."""
    if isinstance(error, NotFound):
        return ApiError(
            str(error.message), code="resource_missing", param=error.field, status=400 if error.field else 404
        )
    if isinstance(error, Forbidden):
        return ApiError(str(error.message), status=403)
    code, param = _CODES.get(error.code, (error.code.lower(), None))
    if code not in CODES:  # a word of our services' own, which no client knows
        return ApiError(str(error.message), param=error.field)
    return ApiError(str(error.message), code=code, param=param or error.field)
