"""From the input to the checked parameters of an endpoint, with Stripe's messages."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from payments.api.errors import ApiError
from payments.api.fields import Params
from payments.api.form_encoding import clean

P = TypeVar("P", bound=Params)


def read(model: type[P], given: Mapping[str, Any]) -> P:
    """The parameters, checked. Raises ApiError about the first that is wrong: unsupported ones, then unknown ones."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False)
    unknown = [detail for detail in found if detail["type"] == "extra_forbidden"]
    if unknown and not any(_cannot_apply(detail) for detail in found):
        names = [bracketed(detail["loc"]) for detail in unknown]
        plural = "s" if len(names) > 1 else ""
        raise ApiError(
            f"Received unknown parameter{plural}: {', '.join(names)[:300]}", code="parameter_unknown", param=names[0]
        )
    raise _explain(min(found, key=_urgency))


def _urgency(detail: ErrorDetails) -> int:
    """The order of messages: a parameter that cannot apply, then a missing one."""
    if _cannot_apply(detail):
        return 0
    return 1 if detail["type"] == "missing" else 2


def _cannot_apply(detail: ErrorDetails) -> bool:
    return detail.get("ctx", {}).get("code") == "parameter_unsupported"


def bracketed(path: Sequence[int | str]) -> str:
    """("a", "b", 0) → "a[b][0]"."""
    first, *rest = (clean(str(part)) for part in path)
    return first + "".join(f"[{part}]" for part in rest)


def _explain(detail: ErrorDetails) -> ApiError:
    param = bracketed(detail["loc"])
    given = detail["input"]
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)
        case _ if given == "":
            return ApiError(
                f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a field; "
                f"however '{param}' cannot be unset. You should remove '{param}' from your request or supply a "
                "non-empty value.",
                code="parameter_invalid_empty",
                param=param,
            )
        case "stripe":
            return ApiError(context["text"], code=context["code"], param=param)
        case "greater_than_equal":
            return _out_of_range(f"This value must be greater than or equal to {context['ge']}.", param)
        case "less_than_equal":
            return _out_of_range(f"This value must be less than or equal to {context['le']}.", param)
        case "literal_error":
            return ApiError(f"Invalid {param}: must be one of {context['expected'].replace(chr(39), '')}", param=param)
        case "string_too_long" | "too_long" if isinstance(given, str):
            return ApiError(
                f"Invalid string: {clean(str(given))}…; must be at most {context['max_length']} characters",
                code="parameter_invalid_string_length",
                param=param,
            )
        case "too_long":
            return ApiError(f"Invalid array: at most {context['max_length']} elements are supported", param=param)
        case "int_type" | "int_parsing":
            return ApiError(f"Invalid integer: {clean(str(given))}", code="parameter_invalid_integer", param=param)
        case "string_type":
            return ApiError(f"Invalid string: {clean(str(given))}", param=param)
        case "list_type":
            return ApiError("Invalid array", param=param)
        case _:
            return ApiError("Invalid object", param=param)


def _out_of_range(message: str, param: str) -> ApiError:
    if param == "amount" and "less" in message:
        return ApiError(message, code="amount_too_large", param=param)
    return ApiError(message, code="parameter_invalid_integer", param=param)
