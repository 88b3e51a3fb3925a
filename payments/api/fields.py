"""The types of parameters: they arrive as texts, and an empty text is Stripe's way to say "unset"."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from core.money import MAX_DONG

VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(\.[a-z]+)?(; ?[ -~]{1,100})?", re.ASCII)
LATEST = 253_402_300_799  # the last second of the year 9999
MOST_METADATA, _LONGEST_NAME, _LONGEST_VALUE = 50, 40, 500


def refuse(message: str, code: str | None = None) -> PydanticCustomError:
    """For validators: the message about a parameter, and Stripe's code for it."""
    return PydanticCustomError("stripe", "{text}", {"text": message, "code": code})


def _whole(value: Any) -> Any:
    if not isinstance(value, str) or value == "":
        return value
    if not re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII):
        raise refuse(f"Invalid integer: {value[:100]}", "parameter_invalid_integer")
    return int(value)


def _clear(value: Any) -> Any:
    return None if value == "" else value


def _truth(value: Any) -> Any:
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    if value == "" or isinstance(value, bool):
        return value
    raise refuse(f"Invalid boolean: {str(value)[:100]}")


def _text(value: Any) -> Any:
    if isinstance(value, str) and "\x00" in value:
        raise refuse("Invalid string: it contains a null byte")
    return value


def _dong(value: str) -> str:
    if value == "":
        return value
    if value.lower() != "vnd":
        raise refuse(
            f"Invalid currency: {value[:10]}. This API supports vnd only; amounts are whole đồng, "
            "since VND has no minor unit."
        )
    return "vnd"


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        good = False
    if not good or re.search(r"[\s\x00-\x1f\x7f<>\"\\]", value):
        raise refuse("Not a valid URL", "url_invalid")
    return value


def _return_address(value: str) -> str:
    """Where a buyer is redirected afterwards: to hosts that the operator lists, or to ourselves."""
    ours = urlsplit(settings.BASE_URL).hostname or ""
    if not validate_host(urlsplit(value).hostname or "", [*settings.RETURN_HOSTS, ours]):
        raise refuse("Not an allowed host: this market's operator lists those that buyers are led to", "url_invalid")
    return value


def _mail(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+", value):
        raise refuse(f"Invalid email address: {value[:100]}", "email_invalid")
    return value


def _metadata(value: Any) -> Any:
    """Texts under names; an empty text unsets a name, and given instead of the hash unsets all."""
    if value == "":
        return {}
    if not isinstance(value, dict):
        raise refuse("Invalid object")
    if len(value) > MOST_METADATA:
        raise refuse(f"Metadata can have up to {MOST_METADATA} keys.")
    for name, text in value.items():
        if len(name) > _LONGEST_NAME:
            raise refuse(
                f"Metadata keys can be at most {_LONGEST_NAME} characters; {name[:50]} has {len(name)}.",
                "parameter_invalid_string_length",
            )
        if not isinstance(text, str):
            raise refuse(f"Invalid metadata: the value of {name} must be a string")
        if "\x00" in text:
            raise refuse(f"Invalid metadata: the value of {name} contains a null byte")
        if len(text) > _LONGEST_VALUE:
            raise refuse(
                f"Metadata values can have up to {_LONGEST_VALUE} characters, but the value of {name} has {len(text)}.",
                "parameter_invalid_string_length",
            )
    return value


def _moment(value: int) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def is_version(text: str) -> bool:
    """Whether it is a version of Stripe's API, of any day."""
    found = VERSION.fullmatch(text)
    try:
        return bool(found and date.fromisoformat(found[1]))
    except ValueError:
        return False


def _version(value: str) -> str:
    if not is_version(value):
        raise refuse(f"Invalid Stripe API version: {value[:100]}")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
Amount = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=MAX_DONG)]  # đồng
ClearableAmount = Annotated[
    Annotated[int, Field(ge=0, le=MAX_DONG)] | None, BeforeValidator(lambda value: _clear(_whole(value)))
]
Truth = Annotated[bool, BeforeValidator(_truth)]
Text = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=5_000)]
Text255 = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=255)]
Id = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=80)]
ClearableText = Annotated[str, BeforeValidator(_text), Field(max_length=255)]  # "" unsets
Description = Annotated[str, BeforeValidator(_text), Field(max_length=1_000)]  # of a payment; "" unsets
ReturnUrl = Annotated[
    str,
    BeforeValidator(_text),
    AfterValidator(_address),
    AfterValidator(_return_address),
    Field(min_length=1, max_length=2_000),
]
Version = Annotated[
    str,
    BeforeValidator(_text),
    AfterValidator(_version),
    Field(max_length=40),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$"}),
]
Url = Annotated[
    str,
    BeforeValidator(_text),
    AfterValidator(_address),
    Field(min_length=1, max_length=2_000),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://[A-Za-z0-9]", "maxLength": 2_000}),
]
ClearableMail = Annotated[str, BeforeValidator(_text), AfterValidator(_mail), Field(max_length=254)]
CurrencyName = Annotated[
    str, BeforeValidator(_text), AfterValidator(_dong), Field(min_length=1), WithJsonSchema({"const": "vnd"})
]
Metadata = Annotated[
    dict[str, str],
    BeforeValidator(_metadata),
    WithJsonSchema(
        {
            "type": "object",
            "maxProperties": MOST_METADATA,
            "propertyNames": {"pattern": r"^[a-zA-Z0-9_-]{1,40}$"},
            "additionalProperties": {"type": "string", "maxLength": _LONGEST_VALUE},
        }
    ),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_whole),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LATEST}),
]
Seconds = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=LATEST)]  # Unix time


Empty = Literal[""]


def named(text: str) -> frozenset[str]:
    """The names in a text, for `Hash.dropped`."""
    return frozenset(text.split())


class Hash(BaseModel):
    """A nested hash of parameters. `dropped` are Stripe's parameters that are accepted and ignored."""

    model_config = ConfigDict(extra="forbid")
    dropped: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _drop(cls, given: Any) -> Any:
        if not cls.dropped or not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if name not in cls.dropped}


class Params(Hash):
    """The parameters of an endpoint; every one of them may ask for expansions."""

    expand: Annotated[list[Text255], Field(max_length=50)] = []

    def given(self, name: str) -> bool:
        """Whether a parameter was sent at all, empty or not."""
        return name in self.model_fields_set


class Span(Hash):
    """A range of moments: `created[gte]=…`."""

    gt: Seconds | None = None
    gte: Seconds | None = None
    lt: Seconds | None = None
    lte: Seconds | None = None


def _span(value: Any) -> Any:
    return {"gte": value, "lte": value} if isinstance(value, str | int) else value


Created = Annotated[Span | None, BeforeValidator(_span)]


class ListParams(Params):
    """A page of a list."""

    limit: Annotated[Whole, Field(ge=1, le=100)] = 10
    starting_after: Id | None = None
    ending_before: Id | None = None


class CreatedListParams(ListParams):
    """A page of a list that may be narrowed by the moment of creation."""

    created: Created = None
